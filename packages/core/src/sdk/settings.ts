import type { ErrorType } from '../event.js';
import { integer, isObject, text } from './client.js';

/** What events say of a client. Plain data, which calls in flight may keep: undefined until its providers have resolved. */
export class ClientFacts {
  region: string | undefined = undefined;
  /** The retry strategy's own maximum, else the client's `maxAttempts`. */
  maxAttempts: number | undefined = undefined;
  retryMode: string | undefined = undefined;
  sdkVersion: string | undefined = undefined;
  requestTimeoutMs: number | undefined = undefined;
}

/** What a client is configured with. */
export class Settings {
  readonly facts = new ClientFacts();
  /** Looked at before `ask`, and not in it: one function call less in each SDK call. */
  asked = false;
  strategyMaxAttempts: number | undefined = undefined;
  #strategy: Strategy | undefined = undefined;

  /**
   * Asks the client's providers, when the first attempt begins: the SDK has asked them by then, so that a provider that
   * fails once fails as it does without us. Never throws.
   */
  ask(config: unknown, userAgent: string | undefined): void {
    this.asked = true;
    this.facts.sdkVersion = /\baws-sdk-js\/([\w.-]{1,40})/.exec(userAgent ?? '')?.[1];
    if (!isObject(config)) return;
    void answer(config, 'region').then((value) => {
      this.facts.region = text(value);
    });
    void answer(config, 'maxAttempts').then((value) => {
      this.facts.maxAttempts ??= integer(value);
    });
    void this.#askStrategy(config);
    void requestTimeoutOf(config).then((value) => {
      this.facts.requestTimeoutMs = value;
    });
  }

  async #askStrategy(config: object): Promise<void> {
    const strategy = await answer(config, 'retryStrategy');
    if (!isObject(strategy)) return;
    this.#strategy = strategy;
    this.facts.retryMode = text(this.#strategy.mode)?.toLowerCase();
    this.strategyMaxAttempts = integer(await answer(strategy, 'maxAttemptsProvider'));
    this.facts.maxAttempts = this.strategyMaxAttempts ?? this.facts.maxAttempts;
  }

  /** True if the strategy's retry quota is known to be below what one more retry costs. */
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
  readonly mode?: unknown;
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

/** Milliseconds after which the request handler ends a request; 0 if nothing does, undefined if it does not say. */
async function requestTimeoutOf(config: object): Promise<number | undefined> {
  const handler = await answer(config, 'requestHandler');
  if (!isObject(handler)) return undefined;
  const options = (await answer(handler, 'configProvider')) ?? (await answer(handler, 'httpHandlerConfigs'));
  if (!isObject(options) || !TIMEOUTS.some((name) => name in options)) return undefined;
  const { requestTimeout, socketTimeout, throwOnRequestTimeout } = options as Record<string, unknown>;
  // Versions that know `throwOnRequestTimeout` only warn without it; older ones know one timeout by either name.
  const onlyWarns = 'throwOnRequestTimeout' in options && throwOnRequestTimeout !== true;
  return (onlyWarns ? 0 : positive(requestTimeout)) || positive(socketTimeout);
}

const TIMEOUTS = ['requestTimeout', 'socketTimeout'];

function positive(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}

/** What a provider resolves to, or a plain value; undefined if it throws or rejects. */
async function answer(of: object, name: string): Promise<unknown> {
  try {
    const provider: unknown = Reflect.get(of, name);
    return await (typeof provider === 'function' ? provider.call(of) : provider);
  } catch {
    return undefined;
  }
}
