import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryStrategyV2 } from '@smithy/types';
import type { Plan } from './plan.js';

/** The retry strategy of a plan, which waits for nothing; undefined for the client's own. */
export function strategyOf({ strategy, maxAttempts }: Plan): RetryStrategyV2 | undefined {
  switch (strategy) {
    case 'standard':
    case 'adaptive':
      return undefined;
    case 'configured':
      return new ConfiguredRetryStrategy(maxAttempts, () => 0);
    case 'second':
      return secondGeneration(maxAttempts);
    case 'first':
      return firstGeneration(maxAttempts, (args) => args);
    case 'rebuilding':
      return firstGeneration(maxAttempts, ({ input, request }) => ({ input, request }));
    case 'cloning':
      return firstGeneration(maxAttempts, ({ input, request }) => ({ input, request: clone(request) }));
  }
}

/** Its tokens always say that nothing was tried yet. */
function secondGeneration(maxAttempts: number): RetryStrategyV2 {
  const tokenOf = (left: number) => ({
    left,
    getRetryCount: () => 0,
    getRetryDelay: () => 0,
    getRetryCost: () => undefined,
  });
  return {
    acquireInitialRetryToken: async () => tokenOf(maxAttempts - 1),
    async refreshRetryTokenForRetry(token) {
      const { left } = token as ReturnType<typeof tokenOf>;
      if (left <= 0) throw new Error('no token is left');
      return tokenOf(left - 1);
    },
    recordSuccess() {},
  };
}

interface Args {
  readonly input: object;
  readonly request: object;
}

/** Tries again whatever the error is, but for an abort. */
function firstGeneration(maxAttempts: number, again: (args: Args) => object): RetryStrategyV2 {
  const strategy = {
    async retry(next: (args: object) => Promise<unknown>, args: Args) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await next(attempt === 1 ? args : again(args));
        } catch (error) {
          if (attempt >= maxAttempts || (error as Error).name === 'AbortError') throw error;
        }
      }
    },
  };
  return strategy as never;
}

function clone(request: object): object {
  return Object.assign(Object.create(Object.getPrototypeOf(request)), { ...request });
}
