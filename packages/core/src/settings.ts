import type { ErrorType } from './event.js';
import { integer, isObject, text } from './sdk.js';

/** What a client is configured with. Undefined until its providers have answered, and where they fail. */
export class Settings {
  region: string | undefined = undefined;
  /** The retry strategy's own maximum, else the client's `maxAttempts`. */
  maxAttempts: number | undefined = undefined;
  strategyMaxAttempts: number | undefined = undefined;
  #strategy: Strategy | undefined = undefined;
  /** Looked at before `resolve`, and not in it: a call less takes 15 ns less of each SDK call. */
  asked = false;

  /** Asks the client's providers, at its first call, when the SDK asks them too. Never throws. */
  resolve(config: unknown): void {
    if (!isObject(config)) return;
    this.asked = true;
    void answer(config, 'region').then((value) => {
      this.region = text(value);
    });
    void answer(config, 'maxAttempts').then((value) => {
      this.maxAttempts ??= integer(value);
    });
    void this.#resolveStrategy(config);
  }

  async #resolveStrategy(config: object): Promise<void> {
    const strategy = await answer(config, 'retryStrategy');
    if (!isObject(strategy)) return;
    this.#strategy = strategy;
    this.strategyMaxAttempts = integer(await answer(strategy, 'maxAttemptsProvider'));
    this.maxAttempts = this.strategyMaxAttempts ?? this.maxAttempts;
  }

  /** Whether the strategy's retry quota is known to be below what one more retry costs. */
  quotaIsShort(errorType: ErrorType | undefined): boolean {
    try {
      const strategy = this.#strategy?.standardRetryStrategy ?? this.#strategy;
      const capacity = strategy?.getCapacity?.();
      return typeof capacity === 'number' && capacity < retryCost(strategy, errorType);
    } catch {
      return false;
    }
  }
}

/** What we read of the SDK's `StandardRetryStrategy`, and of the one inside its `AdaptiveRetryStrategy`. */
interface Strategy {
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
async function answer(of: object, name: string): Promise<unknown> {
  try {
    const provider: unknown = Reflect.get(of, name);
    return await (typeof provider === 'function' ? provider.call(of) : provider);
  } catch {
    return undefined;
  }
}
