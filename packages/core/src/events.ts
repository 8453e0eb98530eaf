import type { Call } from './call.js';
import { classifyError } from './classify.js';
import type {
  AfterCallEvent,
  ErrorType,
  Failure,
  GaveUpBecause,
  NeedsRetryEvent,
  Outcome,
  Properties,
} from './event.js';
import { mergeProperties } from './properties.js';
import { integer, isObject, type Result, type SdkError, type SdkMetadata, text } from './sdk.js';

/** How an attempt or a call ended: with a result of the SDK, or with what was thrown. */
export type End =
  | { readonly ok: true; readonly result: Result | undefined }
  | { readonly ok: false; readonly error: unknown };

/** What is kept of an attempt while it runs. The first one has no delay and no cause, and its call knows its start. */
export interface Attempt {
  readonly number: number;
  readonly startedAt: number | undefined;
  readonly delayMs: number | undefined;
  readonly cause: Failure | undefined;
}

export function needsRetryEvent(
  call: Call,
  attempt: Attempt,
  end: End,
  answer: Answer,
  endedAt: number,
  throttled: boolean,
): NeedsRetryEvent {
  return Object.freeze({
    kind: 'needs-retry',
    eventName: call.names.needsRetry,
    ...callFacts(call, attempt.number, endedAt - (attempt.startedAt ?? call.firstStartedAt), end),
    ...answer,
    ok: end.ok,
    output: end.ok ? end.result?.output : undefined,
    error: end.ok ? undefined : end.error,
    throttled,
    delayMs: attempt.delayMs,
    cause: attempt.cause,
  });
}

export function afterCallEvent(call: Call, end: End, endedAt: number, outcome: Outcome): AfterCallEvent {
  const answer = answerOf(end);
  return Object.freeze({
    kind: 'after-call',
    eventName: call.names.afterCall,
    ...callFacts(call, call.attempts, endedAt - call.startedAt, end),
    ...answer,
    error: end.ok ? undefined : end.error,
    outcome,
    totalDelayMs: call.totalDelayMs,
    gaveUpBecause: outcome === 'gave-up' ? gaveUpBecause(call, answer.errorType) : undefined,
  });
}

/** The members that every event of a call has, its name and kind aside. */
export function callFacts(call: Call, attempts: number, durationMs: number, end?: End) {
  const { frames, names } = call;
  return {
    service: names.service,
    operation: names.operation,
    attempts,
    maxAttempts: frames.settings.maxAttempts,
    sdkInvocationId: call.sdkInvocationId,
    region: frames.settings.region,
    timestamp: Date.now(),
    durationMs: Math.max(0, Math.round(durationMs)),
    requestId: call.invocation?.requestId,
    properties: propertiesOf(call, end),
  };
}

export function outcomeOf(call: Call, end: End): Outcome {
  if (end.ok) return call.attempts > 1 ? 'recovered' : 'success';
  const type = classifyError(end.error);
  if (type === 'ABORTED') return 'aborted';
  const retried = type === 'THROTTLING' || type === 'TRANSIENT';
  return retried && call.attempts > 0 ? 'gave-up' : 'failed';
}

export function failureOf({ errorName, errorType, statusCode, serviceRequestId }: Answer): Failure {
  return Object.freeze({ errorName, errorType, statusCode, serviceRequestId });
}

/** Where names meet: what `withProperties` said wins, for its user said so. */
function propertiesOf(call: Call, end: End | undefined): Properties {
  const { frames, facts, contextProperties, invocation } = call;
  const ofEnd = end && frames.propertiesOfEnd(call.input, end);
  return mergeProperties([facts, ofEnd, contextProperties, invocation?.properties], frames.dropProperty);
}

/** What the service answered. */
export type Answer = Pick<
  AfterCallEvent,
  'errorName' | 'errorCode' | 'errorType' | 'statusCode' | 'serviceRequestId' | 'extendedRequestId'
>;

/** Copied, for the SDK adds to the same `$metadata` later. Never throws. */
export function answerOf(end: End): Answer {
  try {
    const error: SdkError = !end.ok && isObject(end.error) ? end.error : {};
    const metadata = end.ok
      ? (end.result?.output as { $metadata?: SdkMetadata } | undefined)?.$metadata
      : error.$metadata;
    const response = end.ok ? end.result?.response : error.$response;
    return {
      errorName: text(error.name),
      errorCode: text(error.code) ?? text(error.Code),
      errorType: end.ok ? undefined : classifyError(end.error),
      statusCode: integer(metadata?.httpStatusCode) ?? integer(response?.statusCode),
      serviceRequestId: text(metadata?.requestId) ?? text(error.RequestId),
      extendedRequestId: text(metadata?.extendedRequestId),
    };
  } catch {
    // It cannot be read.
    return { ...answerOf(NOTHING), errorType: 'CLIENT_ERROR' };
  }
}

const NOTHING: End = { ok: true, result: undefined };

/** From evidence only, in the order in which the SDK decides (`retryMiddleware`, `StandardRetryStrategy.retryCode`). */
function gaveUpBecause(call: Call, errorType: ErrorType | undefined): GaveUpBecause | undefined {
  const { settings } = call.frames;
  if (isStream(call.request?.body)) return 'streaming-body';
  if (settings.strategyMaxAttempts !== undefined && call.attemptsInLoop >= settings.strategyMaxAttempts) {
    return 'attempts';
  }
  return settings.quotaIsShort(errorType) ? 'quota' : undefined;
}

function isStream(body: unknown): boolean {
  const { pipe, getReader } = (body ?? {}) as { pipe?: unknown; getReader?: unknown };
  return typeof pipe === 'function' || typeof getReader === 'function';
}
