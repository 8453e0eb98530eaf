import {
  type AfterCallEvent,
  type DeadlineEvent,
  type Failure,
  isFutile,
  type NeedsRetryEvent,
  type PartialFailureEvent,
  type ReportableEvent,
  type RetryEvent,
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

/** The members of an event's document. */
export function membersOf(event: ReportableEvent): Members {
  switch (event.kind) {
    case 'needs-retry':
      return attempt(event);
    case 'after-call':
      return { ...gaveUp(event), ...result(event), ...call(event) };
    case 'partial-failure':
      return { ...partialFailure(event), ...call(event) };
    case 'stream-error':
      return { ...begun(event), ...result(event), ...call(event) };
    case 'deadline':
      return { ...deadline(event), ...call(event) };
    case 'summary':
      return { kind: event.kind, retries: event.retries, requestId: event.requestId };
  }
}

/** A document's `kind`. */
export function kindOf({ kind }: Pick<RetryEvent, 'kind'>): string {
  if (kind === 'needs-retry') return 'attempt';
  return kind === 'after-call' ? 'gave-up' : kind;
}

/** The most frequent by far: one literal, which costs less than several that are joined. */
function attempt(event: NeedsRetryEvent): Members {
  const { cause } = event;
  return {
    kind: 'attempt',
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
    errorName: event.errorName,
    errorType: event.errorType,
    errorClass: event.errorClass,
    statusCode: event.statusCode,
    serviceRequestId: event.serviceRequestId,
    extendedRequestId: event.extendedRequestId,
    sdkInvocationId: event.sdkInvocationId,
    region: event.region,
    retryMode: event.retryMode,
    sdkVersion: event.sdkVersion,
    durationMs: event.durationMs,
    requestId: event.requestId,
  };
}

function gaveUp(event: AfterCallEvent): Members {
  const { outcome, gaveUpBecause, requestTimeoutMs } = event;
  return { ...begun(event), outcome, gaveUpBecause, requestTimeoutMs };
}

function partialFailure(event: PartialFailureEvent): Members {
  const { finalEntries, reasons, errorClass, statusCode, serviceRequestId, extendedRequestId } = event;
  const reason = Object.keys(reasons).sort().join() || undefined;
  const answer = { errorClass, statusCode, serviceRequestId, extendedRequestId };
  return { ...begun(event), finalEntries, reason, ...answer };
}

function deadline(event: DeadlineEvent): Members {
  const { phase, requestTimeoutMs, lastError } = event;
  return { ...begun(event), phase, requestTimeoutMs, ...(lastError && failure(lastError)) };
}

function begun(event: EventOfCall): Members {
  return { kind: kindOf(event), attempts: event.attempts, maxAttempts: event.maxAttempts };
}

/** What a stream or a call ended with. */
function result(event: AfterCallEvent | StreamErrorEvent): Members {
  return { ...failure(event), extendedRequestId: event.extendedRequestId };
}

function failure(of: Omit<Failure, 'durationMs'>): Members {
  const { errorName, errorType, errorClass, statusCode, serviceRequestId } = of;
  return { errorName, errorType, errorClass, statusCode, serviceRequestId };
}

function call(event: EventOfCall): Members {
  const { sdkInvocationId, region, retryMode, sdkVersion, durationMs, requestId } = event;
  return { sdkInvocationId, region, retryMode, sdkVersion, durationMs, requestId };
}

type EventOfCall = Exclude<RetryEvent, SummaryEvent>;

/** A boolean as a word. */
export function word<T>(value: T): Exclude<T, boolean> | 'yes' | 'no' {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value as Exclude<T, boolean>);
}
