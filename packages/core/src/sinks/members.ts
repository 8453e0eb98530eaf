import {
  type AfterCallEvent,
  type DeadlineEvent,
  type Failure,
  isFutile,
  type NeedsRetryEvent,
  type PartialFailureEvent,
  type ReportableEvent,
  type StreamErrorEvent,
  type SummaryEvent,
} from '../event.js';

/** The names of our own members beside metrics and dimensions, none of which a property may have. */
export const MEMBER_NAMES = [
  ...['kind', 'burstOf', 'attempts', 'maxAttempts', 'ok', 'outcome', 'gaveUpBecause', 'phase', 'retries'],
  ...['cause', 'causeType', 'causeClass', 'causeStatusCode', 'causeDurationMs', 'futile', 'retryAfterMs'],
  ...['finalEntries', 'reason', 'errorName', 'errorType', 'errorClass', 'statusCode', 'serviceRequestId'],
  ...['extendedRequestId', 'sdkInvocationId', 'region', 'retryMode', 'sdkVersion', 'requestTimeoutMs'],
  ...['durationMs', 'functionName', 'requestId', 'truncated', 'lostLines'],
] as const;

/** Members of a document; those that an event does not know are undefined. */
export type Members = { readonly [Name in (typeof MEMBER_NAMES)[number]]?: string | number | undefined };

/** The members of an event's document, in groups, each of which several kinds share. */
export function membersOf(event: ReportableEvent): readonly Members[] {
  switch (event.kind) {
    case 'needs-retry':
      return [attempt(event), result(event), call(event)];
    case 'after-call':
      return [gaveUp(event), result(event), call(event)];
    case 'partial-failure':
      return [partialFailure(event), call(event)];
    case 'stream-error':
      return [streamError(event), result(event), call(event)];
    case 'deadline':
      return [deadline(event), ...(event.lastError ? [failure(event.lastError)] : []), call(event)];
    case 'summary':
      return [summary(event)];
  }
}

/** A document's `kind`. */
export function kindOf({ kind }: Pick<ReportableEvent, 'kind'>): string {
  if (kind === 'needs-retry') return 'attempt';
  return kind === 'after-call' ? 'gave-up' : kind;
}

function attempt(event: NeedsRetryEvent): Members {
  const { cause } = event;
  return {
    kind: kindOf(event),
    attempts: event.attempts,
    maxAttempts: event.maxAttempts,
    ok: word(event.ok),
    cause: cause?.errorName,
    causeType: cause?.errorType,
    causeClass: cause?.errorClass,
    causeStatusCode: cause?.statusCode,
    causeDurationMs: cause?.durationMs,
    futile: isFutile(cause?.errorClass) ? 'yes' : undefined,
    retryAfterMs: event.retryAfterMs,
  };
}

function gaveUp(event: AfterCallEvent): Members {
  return {
    kind: kindOf(event),
    attempts: event.attempts,
    maxAttempts: event.maxAttempts,
    outcome: event.outcome,
    gaveUpBecause: event.gaveUpBecause,
    requestTimeoutMs: event.requestTimeoutMs,
  };
}

function partialFailure(event: PartialFailureEvent): Members {
  return {
    kind: kindOf(event),
    attempts: event.attempts,
    maxAttempts: event.maxAttempts,
    finalEntries: event.finalEntries,
    reason: Object.keys(event.reasons).sort().join() || undefined,
    errorClass: event.errorClass,
    statusCode: event.statusCode,
    serviceRequestId: event.serviceRequestId,
    extendedRequestId: event.extendedRequestId,
  };
}

function streamError(event: StreamErrorEvent): Members {
  return { kind: kindOf(event), attempts: event.attempts, maxAttempts: event.maxAttempts };
}

function deadline(event: DeadlineEvent): Members {
  return {
    kind: kindOf(event),
    attempts: event.attempts,
    maxAttempts: event.maxAttempts,
    phase: event.phase,
    requestTimeoutMs: event.requestTimeoutMs,
  };
}

function summary({ kind, retries, requestId }: SummaryEvent): Members {
  return { kind, retries, requestId };
}

/** What an attempt, a stream or a call ended with. */
function result(event: NeedsRetryEvent | AfterCallEvent | StreamErrorEvent): Members {
  return {
    errorName: event.errorName,
    errorType: event.errorType,
    errorClass: event.errorClass,
    statusCode: event.statusCode,
    serviceRequestId: event.serviceRequestId,
    extendedRequestId: event.extendedRequestId,
  };
}

function failure(of: Failure): Members {
  return {
    errorName: of.errorName,
    errorType: of.errorType,
    errorClass: of.errorClass,
    statusCode: of.statusCode,
    serviceRequestId: of.serviceRequestId,
  };
}

function call(event: Exclude<ReportableEvent, SummaryEvent>): Members {
  return {
    sdkInvocationId: event.sdkInvocationId,
    region: event.region,
    retryMode: event.retryMode,
    sdkVersion: event.sdkVersion,
    durationMs: event.durationMs,
    requestId: event.requestId,
  };
}

/** A boolean as a word. */
export function word<T>(value: T): Exclude<T, boolean> | 'yes' | 'no' {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value as Exclude<T, boolean>);
}
