import type { ObservableClient } from '@needs-retry/core';
import { need } from '@needs-retry/core/internal';
import { isObject, override, type Undo } from './override.js';

/**
 * Takes the waiting out of a client's retries. The client's own strategy goes on to decide: what is retried, how often,
 * and whether its quota allows it. The waits of backoff, of `Retry-After` and of the adaptive mode's rate limiter
 * become 0 ms. A strategy of your own that waits by itself goes on to wait.
 *
 * @returns the undo
 * @throws TypeError if the client has no retry strategy
 */
export function skipDelays(client: ObservableClient): Undo {
  const config = client?.config as { retryStrategy?: unknown } | undefined;
  const provide = config?.retryStrategy;
  need(typeof provide === 'function', 'client', 'a client of the AWS SDK v3', client);
  const undos: Undo[] = [];
  const known = new WeakSet<object>();
  undos.push(
    override(config as object, 'retryStrategy', async () => {
      const strategy: unknown = await provide();
      if (isObject(strategy) && !known.has(strategy)) {
        known.add(strategy);
        undos.push(...makeImmediate(strategy));
      }
      return strategy;
    }),
  );
  return () => {
    for (const undo of undos.splice(0).reverse()) undo();
  };
}

type Members = Readonly<Record<string, unknown>>;
type AnyFunction = (...args: unknown[]) => unknown;

/** Works on the strategy itself, which may have private members and which the client's user may hold. */
function makeImmediate(strategy: object): Undo[] {
  const {
    standardRetryStrategy,
    rateLimiter,
    retryBackoffStrategy,
    delayDecider,
    refreshRetryTokenForRetry,
  } = strategy as Members;
  return [
    // The adaptive strategy has a standard one.
    ...(isObject(standardRetryStrategy) ? makeImmediate(standardRetryStrategy) : []),
    ...(isObject(rateLimiter) ? [override(rateLimiter, 'getSendToken', async () => {})] : []),
    ...(isObject(retryBackoffStrategy) ? [returnZero(retryBackoffStrategy, 'computeNextBackoffDelay')] : []),
    // Strategies as they were before 3.229.
    ...(typeof delayDecider === 'function' ? [returnZero(strategy, 'delayDecider')] : []),
    ...(typeof refreshRetryTokenForRetry === 'function' ? [refreshAtOnce(strategy)] : []),
  ];
}

/** The function is still called: one of the user's may do more than return a delay. */
function returnZero(target: object, name: string): Undo {
  const original = (target as Members)[name] as AnyFunction;
  return override(target, name, (...args: unknown[]) => {
    original.apply(target, args);
    return 0;
  });
}

/** The delay is waited for in here by recent versions, and told by the token in others. */
function refreshAtOnce(strategy: object): Undo {
  const refresh = (strategy as Members).refreshRetryTokenForRetry as AnyFunction;
  return override(strategy, 'refreshRetryTokenForRetry', async (token: unknown, info: unknown) => {
    const { retryAfterHint: _, ...withoutHint } = info as Members;
    const next = await refresh.call(strategy, token, withoutHint);
    if (isObject(next)) override(next, 'getRetryDelay', () => 0);
    return next;
  });
}
