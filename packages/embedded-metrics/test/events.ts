import type {
  DeadlineEvent,
  NeedsRetryEvent,
  PartialFailureEvent,
  ReportableEvent,
  SummaryEvent,
} from '@needs-retry/core';

const call = {
  service: 's3',
  operation: 'GetObject',
  maxAttempts: 3,
  retryMode: 'standard',
  sdkVersion: '3.1173.0',
  requestTimeoutMs: 0,
  sdkInvocationId: '144e9b93-1c08-4d05-91a9-c8fadd930d4d',
  region: 'eu-west-1',
  durationMs: 41,
  requestId: undefined,
  properties: { resource: 'photos', vip: true, weight: 2.5 },
};

const failure = {
  error: new Error('secret'),
  errorName: 'SlowDown',
  errorCode: 'SlowDown',
  errorType: 'THROTTLING' as const,
  errorClass: 'throttling' as const,
  statusCode: 503,
  serviceRequestId: 'S3REQUEST',
  extendedRequestId: 'id-2=',
};

/** A retry that succeeded, now: the library takes no time but one near to it. */
export function retry(facts: Partial<NeedsRetryEvent> = {}): NeedsRetryEvent {
  return {
    ...call,
    kind: 'needs-retry',
    eventName: 'needs-retry.s3.GetObject',
    timestamp: Date.now(),
    attempts: 2,
    ok: true,
    output: {},
    throttled: false,
    delayMs: 52,
    retryAfterMs: undefined,
    cause: { ...failure, durationMs: 12 },
    ...failure,
    error: undefined,
    errorName: undefined,
    errorCode: undefined,
    errorType: undefined,
    errorClass: undefined,
    statusCode: 200,
    ...facts,
  };
}

/** One event of each kind that gives a document. */
export function oneOfEachKind(): ReportableEvent[] {
  const timestamp = Date.now();
  const throttled = retry({
    attempts: 1,
    ok: false,
    throttled: true,
    delayMs: undefined,
    cause: undefined,
    ...failure,
  });
  const gaveUp: ReportableEvent = {
    ...call,
    ...failure,
    kind: 'after-call',
    eventName: 'after-call.s3.GetObject',
    timestamp,
    attempts: 3,
    outcome: 'gave-up',
    totalDelayMs: 120,
    gaveUpBecause: 'attempts',
  };
  const deadline: DeadlineEvent = {
    ...call,
    kind: 'deadline',
    eventName: 'deadline.s3.GetObject',
    timestamp,
    attempts: 2,
    phase: 'waiting',
    lastError: { ...failure, durationMs: 12 },
  };
  const partialFailure: PartialFailureEvent = {
    ...call,
    kind: 'partial-failure',
    eventName: 'partial-failure.s3.GetObject',
    timestamp,
    attempts: 1,
    retryableEntries: 2,
    finalEntries: 1,
    reasons: { SlowDown: 2, AccessDenied: 1 },
    errorClass: 'throttling',
    statusCode: 200,
    serviceRequestId: 'S3REQUEST',
    extendedRequestId: 'id-2=',
  };
  return [retry(), throttled, gaveUp, partialFailure, deadline, summary([7, 9, 9])];
}

export function summary(callDurationsMs: readonly number[]): SummaryEvent {
  return {
    kind: 'summary',
    eventName: 'summary.s3.GetObject',
    service: 's3',
    operation: 'GetObject',
    timestamp: Date.now(),
    requestId: undefined,
    properties: {},
    calls: callDurationsMs.length,
    attempts: callDurationsMs.length + 1,
    retries: 1,
    callDurationsMs,
  };
}
