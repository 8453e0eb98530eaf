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
  ...[
    'kind',
    'burstOf',
    'documents',
    'attempts',
    'maxAttempts',
    'ok',
    'outcome',
    'gaveUpBecause',
    'phase',
    'retries',
  ],
  ...['cause', 'causeType', 'causeClass', 'causeStatusCode', 'causeDurationMs', 'futile', 'retryAfterMs'],
  ...['finalEntries', 'reason', 'errorName', 'errorType', 'errorClass', 'statusCode', 'serviceRequestId'],
  ...['extendedRequestId', 'sdkInvocationId', 'region', 'retryMode', 'sdkVersion', 'requestTimeoutMs'],
  ...['durationMs', 'functionName', 'requestId', 'truncated', 'lostLines'],
] as const;

export type MemberName = (typeof MEMBER_NAMES)[number];

/** Takes a member of a document; it is left out if its value is undefined. */
export type AddMember = (name: MemberName, value: string | number | undefined) => void;

/** Gives the members of an event's document to `add`, one by one: no object is made of them, which costs 4 µs cold. */
export function addMembers(event: ReportableEvent, add: AddMember): void {
  if (event.kind === 'needs-retry') addAttempt(event, add);
  else if (event.kind === 'after-call') addGaveUp(event, add);
  else if (event.kind === 'partial-failure') addPartialFailure(event, add);
  else if (event.kind === 'stream-error') addStreamError(event, add);
  else if (event.kind === 'deadline') addDeadline(event, add);
  else addSummary(event, add);
}

/** A document's `kind`. */
export function kindOf({ kind }: Pick<RetryEvent, 'kind'>): string {
  if (kind === 'needs-retry') return 'attempt';
  return kind === 'after-call' ? 'gave-up' : kind;
}

function addAttempt(event: NeedsRetryEvent, add: AddMember): void {
  const { cause } = event;
  addBegun(event, add);
  add('ok', word(event.ok));
  if (cause !== undefined) {
    add('cause', cause.errorName);
    add('causeType', cause.errorType);
    add('causeClass', cause.errorClass);
    add('causeStatusCode', cause.statusCode);
    add('causeDurationMs', cause.durationMs);
    if (isFutile(cause.errorClass)) add('futile', 'yes');
  }
  add('retryAfterMs', event.retryAfterMs);
  addFailure(event, add);
  add('extendedRequestId', event.extendedRequestId);
  addCall(event, add);
}

function addGaveUp(event: AfterCallEvent, add: AddMember): void {
  addBegun(event, add);
  add('outcome', event.outcome);
  add('gaveUpBecause', event.gaveUpBecause);
  add('requestTimeoutMs', event.requestTimeoutMs);
  addFailure(event, add);
  add('extendedRequestId', event.extendedRequestId);
  addCall(event, add);
}

function addPartialFailure(event: PartialFailureEvent, add: AddMember): void {
  addBegun(event, add);
  add('finalEntries', event.finalEntries);
  add('reason', Object.keys(event.reasons).sort().join() || undefined);
  add('errorClass', event.errorClass);
  add('statusCode', event.statusCode);
  add('serviceRequestId', event.serviceRequestId);
  add('extendedRequestId', event.extendedRequestId);
  addCall(event, add);
}

function addStreamError(event: StreamErrorEvent, add: AddMember): void {
  addBegun(event, add);
  addFailure(event, add);
  add('extendedRequestId', event.extendedRequestId);
  addCall(event, add);
}

function addDeadline(event: DeadlineEvent, add: AddMember): void {
  addBegun(event, add);
  add('phase', event.phase);
  add('requestTimeoutMs', event.requestTimeoutMs);
  if (event.lastError !== undefined) addFailure(event.lastError, add);
  addCall(event, add);
}

function addSummary(event: SummaryEvent, add: AddMember): void {
  add('kind', event.kind);
  add('retries', event.retries);
  add('requestId', event.requestId);
}

function addBegun(event: EventOfCall, add: AddMember): void {
  add('kind', kindOf(event));
  add('attempts', event.attempts);
  add('maxAttempts', event.maxAttempts);
}

/** What an attempt, a stream or a call ended with. */
function addFailure(of: Omit<Failure, 'durationMs'>, add: AddMember): void {
  add('errorName', of.errorName);
  add('errorType', of.errorType);
  add('errorClass', of.errorClass);
  add('statusCode', of.statusCode);
  add('serviceRequestId', of.serviceRequestId);
}

function addCall(event: EventOfCall, add: AddMember): void {
  add('sdkInvocationId', event.sdkInvocationId);
  add('region', event.region);
  add('retryMode', event.retryMode);
  add('sdkVersion', event.sdkVersion);
  add('durationMs', event.durationMs);
  add('requestId', event.requestId);
}

type EventOfCall = Exclude<RetryEvent, SummaryEvent>;

/** A boolean as a word. */
export function word<T>(value: T): Exclude<T, boolean> | 'yes' | 'no' {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value as Exclude<T, boolean>);
}
