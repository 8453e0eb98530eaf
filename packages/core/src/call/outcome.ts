import type { ErrorType, GaveUpBecause, Outcome } from '../event.js';
import type { Settings } from '../sdk/settings.js';
import type { Call } from './call.js';

/** How a call ended, whose error is of `errorType`; undefined for a success. */
export function outcomeOf(call: Call, ok: boolean, errorType: ErrorType | undefined): Outcome {
  if (ok) return call.attempts > 1 ? 'recovered' : 'success';
  if (errorType === 'ABORTED') return 'aborted';
  const isRetried = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
  return isRetried && call.attempts > 0 ? 'gave-up' : 'failed';
}

/** From evidence only, in the order in which the SDK decides (`retryMiddleware`, `StandardRetryStrategy.retryCode`). */
export function gaveUpBecause(
  call: Call,
  settings: Settings,
  errorType: ErrorType | undefined,
): GaveUpBecause | undefined {
  if (call.hasStreamingBody) return 'streaming-body';
  const { strategyMaxAttempts } = settings;
  if (strategyMaxAttempts !== undefined && (call.attemptsInLoop ?? 0) >= strategyMaxAttempts)
    return 'attempts';
  return settings.quotaIsShort(errorType) ? 'quota' : undefined;
}

export function isStream(body: unknown): boolean {
  const { pipe, getReader } = (body ?? {}) as { pipe?: unknown; getReader?: unknown };
  return typeof pipe === 'function' || typeof getReader === 'function';
}
