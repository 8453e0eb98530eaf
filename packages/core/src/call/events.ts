import type {
  AfterCallEvent,
  CallInFlight,
  ErrorClass,
  Failure,
  NeedsRetryEvent,
  Outcome,
  PartialFailure,
  PartialFailureEvent,
  Properties,
  StreamErrorEvent,
} from '../event.js';
import type { Result } from '../sdk/client.js';
import { type Answer, answerOf, type End } from './answer.js';
import type { Call } from './call.js';
import { gaveUpBecause } from './outcome.js';
import { mergeProperties } from './properties.js';
import type { ObservedStack } from './stack.js';

/** What is kept of an attempt while it runs. The first one has no delay and no cause, and its call knows its start. */
export interface Attempt {
  readonly number: number;
  readonly startedAt: number | undefined;
  readonly delayMs: number | undefined;
  readonly cause: Failure | undefined;
}

export function needsRetryEvent(
  observed: ObservedStack,
  call: Call,
  attempt: Attempt,
  end: End,
  answer: Answer,
): NeedsRetryEvent {
  return Object.freeze({
    kind: 'needs-retry',
    eventName: call.names.needsRetry,
    ...factsOf(call, attempt.number, call.lastDurationMs),
    properties: propertiesOf(observed, call, end),
    ...answer,
    ok: end.ok,
    output: end.ok ? end.result?.output : undefined,
    error: end.ok ? undefined : end.error,
    throttled: answer.errorClass === 'throttling',
    delayMs: attempt.delayMs,
    retryAfterMs: call.retryAfterMs,
    cause: attempt.cause,
  });
}

export function afterCallEvent(
  observed: ObservedStack,
  call: Call,
  end: End,
  answer: Answer,
  outcome: Outcome,
): AfterCallEvent {
  return Object.freeze({
    kind: 'after-call',
    eventName: call.names.afterCall,
    ...factsSoFar(call),
    properties: propertiesOf(observed, call, end),
    ...answer,
    error: end.ok ? undefined : end.error,
    outcome,
    totalDelayMs: call.totalDelayMs,
    gaveUpBecause:
      outcome === 'gave-up' ? gaveUpBecause(call, observed.settings, answer.errorType) : undefined,
  });
}

export function partialFailureEvent(
  observed: ObservedStack,
  call: Call,
  end: End,
  failure: PartialFailure,
  errorClass: ErrorClass | undefined,
): PartialFailureEvent {
  const { statusCode, serviceRequestId, extendedRequestId } = answerOf(observed, call, end);
  const { resource, ...entries } = failure;
  const properties = propertiesOf(observed, call, end, resource === undefined ? undefined : { resource });
  return Object.freeze({
    kind: 'partial-failure',
    eventName: `partial-failure.${call.names.service}.${call.names.operation}`,
    ...factsSoFar(call),
    properties,
    statusCode,
    serviceRequestId,
    extendedRequestId,
    ...entries,
    errorClass,
  });
}

/** Of a stream in the answer `result`, which rejected with `error`. */
export function streamErrorEvent(
  observed: ObservedStack,
  call: Call,
  result: Result | undefined,
  error: unknown,
): StreamErrorEvent {
  const began = answerOf(observed, call, { ok: true, result });
  const failed = answerOf(observed, call, { ok: false, error });
  return Object.freeze({
    kind: 'stream-error',
    eventName: `stream-error.${call.names.service}.${call.names.operation}`,
    ...factsSoFar(call),
    properties: propertiesOf(observed, call, { ok: false, error }),
    ...failed,
    error,
    statusCode: failed.statusCode ?? began.statusCode,
    serviceRequestId: failed.serviceRequestId ?? began.serviceRequestId,
    extendedRequestId: failed.extendedRequestId ?? began.extendedRequestId,
  });
}

/** A call as a deadline report shows it. */
export function callInFlight(call: Call): CallInFlight {
  const { facts, contextProperties, invocation } = call;
  return {
    ...factsSoFar(call),
    properties: mergeProperties([facts, contextProperties, invocation?.properties], () => {}),
    phase: call.running > 0 ? 'attempt' : 'waiting',
    lastError: call.lastFailure,
  };
}

const factsSoFar = (call: Call) => factsOf(call, call.attempts, performance.now() - call.startedAt);

/** The members that every event of a call has, its name, kind and properties aside. */
function factsOf(call: Call, attempts: number, durationMs: number) {
  const { names, client } = call;
  return {
    service: names.service,
    operation: names.operation,
    attempts,
    maxAttempts: client.maxAttempts,
    retryMode: client.retryMode,
    sdkVersion: client.sdkVersion,
    requestTimeoutMs: client.requestTimeoutMs,
    sdkInvocationId: call.sdkInvocationId,
    region: client.region,
    timestamp: Date.now(),
    durationMs: Math.max(0, Math.round(durationMs)),
    requestId: call.invocation?.requestId,
  };
}

/** The properties of an event. If two have the same name, that of `withProperties` wins over the adapter's. */
function propertiesOf(
  observed: ObservedStack,
  { facts, contextProperties, invocation }: Call,
  end: End,
  ofEvent?: Partial<Properties>,
): Properties {
  const ofError = end.ok ? undefined : observed.errorPropertiesOf(end.error);
  return mergeProperties(
    [facts, ofError, ofEvent, contextProperties, invocation?.properties],
    (name, value) => observed.dropProperty(name, value),
  );
}
