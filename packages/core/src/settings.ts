import type { ErrorType } from './event.js';
import { integer, isObject, text } from './sdk.js';

/** What a client is configured with. Undefined until its providers have answered, and where they fail. */
export class Settings {
  region: string | undefined = undefined;
  /** The retry strategy's own maximum, else the client's `maxAttempts`. */
  maxAttempts: number | undefined = undefined;
  strategyMaxAttempts: number | undefined = undefined;
  #strategy: Strategy | undefined = undefined;
  #asked = false;

  /** Asks the client's providers, once: at its first call, when the SDK asks them too. Never throws. */
  resolve(config: unknown): void {
    if (this.#asked || !isObject(config)) return;
    this.#asked = true;
    const { region, maxAttempts, retryStrategy } = config as Record<string, unknown>;
    void answer(region).then((value) => {
      this.region = text(value);
    });
    void answer(maxAttempts).then((value) => {
      this.maxAttempts ??= integer(value);
    });
    void answer(retryStrategy).then(async (value) => {
      if (!isObject(value)) return;
      this.#strategy = value;
      const { maxAttemptsProvider } = this.#strategy;
      if (maxAttemptsProvider === undefined) return;
      this.strategyMaxAttempts = integer(await answer(() => maxAttemptsProvider.call(value)));
      this.maxAttempts = this.strategyMaxAttempts ?? this.maxAttempts;
    });
  }

  /** Whether the strategy's retry quota is known to be below what one more retry costs. */
  quotaIsShort(errorType: ErrorType | undefined): boolean {
    const strategy = this.#strategy?.standardRetryStrategy ?? this.#strategy;
    const capacity = strategy?.getCapacity?.();
    return typeof capacity === 'number' && capacity < retryCost(strategy, errorType);
  }
}

/** The members of the SDK's strategies that we read: `StandardRetryStrategy`, and the one inside `AdaptiveRetryStrategy`. */
interface Strategy {
  maxAttemptsProvider?(): unknown;
  getCapacity?(): unknown;
  getCapacityCost?(errorType: unknown): unknown;
  readonly standardRetryStrategy?: Strategy;
}

// The costs of `@smithy/core` 3.41, for strategies that keep their own to themselves.
const RETRY_COST = 14;
const THROTTLING_COST = 5;

function retryCost(strategy: Strategy | undefined, errorType: ErrorType | undefined): number {
  const own = strategy?.getCapacityCost?.(errorType);
  if (typeof own === 'number') return own;
  return errorType === 'THROTTLING' ? THROTTLING_COST : RETRY_COST;
}

/** What a provider answers, or a plain value; undefined where it throws or rejects. */
async function answer(provider: unknown): Promise<unknown> {
  try {
    return await (typeof provider === 'function' ? provider() : provider);
  } catch {
    return undefined;
  }
}
