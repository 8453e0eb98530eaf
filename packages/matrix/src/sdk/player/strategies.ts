import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { MetadataBearer, RetryErrorInfo, RetryStrategyV2, RetryToken, SdkError } from '@smithy/types';
import type { Tree } from './sdk.js';

/** How an application says in what way a client retries. */
export const STRATEGIES = ['standard', 'adaptive', 'configured', 'custom V2', 'custom V1'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** The options with which a client retries so, or undefined where the version has no such strategy. */
export function optionsOf(strategy: Strategy, maxAttempts: number, tree: Tree): object | undefined {
  const { ConfiguredRetryStrategy } = tree;
  switch (strategy) {
    case 'standard':
    case 'adaptive':
      return { retryMode: strategy, maxAttempts };
    case 'configured':
      return ConfiguredRetryStrategy && { retryStrategy: new ConfiguredRetryStrategy(maxAttempts, () => 0) };
    case 'custom V2':
      return ConfiguredRetryStrategy && { retryStrategy: customV2(maxAttempts) };
    case 'custom V1':
      return { retryStrategy: customV1(maxAttempts) };
  }
}

const QUOTA = 500;
const costOf = (isTimeout: boolean) => (isTimeout ? 10 : 5);

/** An application's own, by the interface that there is since 3.329. */
function customV2(maxAttempts: number): RetryStrategyV2 {
  let quota = QUOTA;
  const tokenOf = (count: number, cost = 0): RetryToken & { readonly cost: number } => ({
    cost,
    getRetryCount: () => count,
    getRetryDelay: () => 0,
  });
  return {
    acquireInitialRetryToken: async () => tokenOf(0),
    async refreshRetryTokenForRetry(token: RetryToken, { errorType }: RetryErrorInfo) {
      const cost = costOf(errorType === 'TRANSIENT');
      const isRetryable = errorType === 'TRANSIENT' || errorType === 'THROTTLING';
      const count = token.getRetryCount() + 1;
      if (!isRetryable || count >= maxAttempts || cost > quota) throw new Error('No more attempts.');
      quota -= cost;
      return tokenOf(count, cost);
    },
    recordSuccess(token) {
      quota += (token as { readonly cost?: number }).cost ?? 0;
    },
  };
}

interface V1Args {
  readonly request: { readonly headers: Record<string, string> };
}

interface V1Result {
  readonly output: MetadataBearer;
}

/** An application's own, by the interface that the SDK began with and still takes. It makes the loop itself. */
function customV1(maxAttempts: number) {
  let quota = QUOTA;
  return {
    async retry(next: (args: V1Args) => Promise<V1Result>, args: V1Args): Promise<V1Result> {
      args.request.headers['amz-sdk-invocation-id'] = crypto.randomUUID();
      let spent = 0;
      for (let attempts = 1; ; attempts++) {
        try {
          const result = await next(args);
          quota += spent;
          result.output.$metadata.attempts = attempts;
          return result;
        } catch (thrown) {
          const error = thrown as SdkError;
          const isThrottled = isThrottlingError(error);
          const cost = costOf(!isThrottled);
          const isRetryable = isThrottled || isTransientError(error);
          if (!isRetryable || attempts >= maxAttempts || cost > quota) {
            if (error.$metadata !== undefined) error.$metadata.attempts = attempts;
            throw error;
          }
          quota -= cost;
          spent = cost;
        }
      }
    },
  };
}
