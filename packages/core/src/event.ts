/** How the SDK's retry middleware classifies an error, or `ABORTED` for an `AbortError`. */
export type ErrorType = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR' | 'ABORTED';

/**
 * What an error asks its reader to do: slow down (`throttling`), keep two writers apart (`contention`), stop retrying
 * (`quota`, `misconfiguration`: a retry cannot help), or wait (`transient`).
 */
export type ErrorClass = 'throttling' | 'contention' | 'quota' | 'misconfiguration' | 'transient';

/** Facts of a call that are safe to write: the adapter's allow-listed ones and those of `withProperties`. */
export type Properties = Readonly<Record<string, string | number | boolean>>;

/** How a call ended. `gave-up`: an error that the SDK retries reached the caller. */
export type Outcome = 'success' | 'recovered' | 'gave-up' | 'failed' | 'aborted';

/** Why the SDK gave up, as far as there is evidence for it. */
export type GaveUpBecause = 'streaming-body' | 'quota' | 'attempts';

/** What an attempt ended with. */
export interface Failure {
  readonly errorName: string | undefined;
  /** `REDIRECT` after an S3 region redirect; undefined after an attempt that succeeded. */
  readonly errorType: ErrorType | 'REDIRECT' | undefined;
  readonly errorClass: ErrorClass | undefined;
  readonly statusCode: number | undefined;
  readonly serviceRequestId: string | undefined;
  /** Whole milliseconds that the attempt took. */
  readonly durationMs: number;
}

interface EventOfCall {
  /** `<kind>.<service>.<Operation>`. */
  readonly eventName: string;
  /** The client's service id in lower case, spaces as hyphens: `s3`, `cloudwatch-logs`. */
  readonly service: string;
  /** The command's name without `Command`: `ListBuckets`. */
  readonly operation: string;
  /** Attempts so far, counted from 1 through the whole call; 0 if none was made. */
  readonly attempts: number;
  /** The retry strategy's own maximum, else the client's `maxAttempts`. */
  readonly maxAttempts: number | undefined;
  /** `standard`, `adaptive`, or what a custom strategy calls itself. */
  readonly retryMode: string | undefined;
  /** The SDK's version, from the user agent: `3.1164.0`. */
  readonly sdkVersion: string | undefined;
  /**
   * Milliseconds after which the request handler ends a request; 0 if nothing ends it, which is so with
   * `requestTimeout` alone in versions that know `throwOnRequestTimeout`.
   */
  readonly requestTimeoutMs: number | undefined;
  /** The `amz-sdk-invocation-id` header. */
  readonly sdkInvocationId: string | undefined;
  readonly region: string | undefined;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** Whole milliseconds: of the attempt in `needs-retry`, of the call so far in the others. */
  readonly durationMs: number;
  /** Id of the Lambda invocation in which the call began. */
  readonly requestId: string | undefined;
  readonly properties: Properties;
}

interface EventWithResult extends EventOfCall {
  /** The very error that the SDK or the caller gets. Read-only: the SDK still works with it. */
  readonly error: unknown;
  readonly errorName: string | undefined;
  /** `code` of a socket error, `Code` of an S3 error. */
  readonly errorCode: string | undefined;
  readonly errorType: ErrorType | undefined;
  /** The adapter's answer, else `throttling` for THROTTLING and `transient` for TRANSIENT. */
  readonly errorClass: ErrorClass | undefined;
  readonly statusCode: number | undefined;
  readonly serviceRequestId: string | undefined;
  /** `x-amz-id-2`, which S3 support asks for. */
  readonly extendedRequestId: string | undefined;
}

/** Fires after every attempt, successful or not, as botocore's `needs-retry` does. */
export interface NeedsRetryEvent extends EventWithResult {
  readonly kind: 'needs-retry';
  readonly ok: boolean;
  readonly output: unknown;
  /** True if `errorClass` is `throttling`. */
  readonly throttled: boolean;
  /** Milliseconds from the end of the previous attempt to the start of this one; undefined for the first. */
  readonly delayMs: number | undefined;
  /** Milliseconds that the latest failed answer asked to wait (`x-amz-retry-after`, `retry-after`), if it did. */
  readonly retryAfterMs: number | undefined;
  /** What the previous attempt ended with; undefined for the first. */
  readonly cause: Failure | undefined;
}

/** Fires once when a call ends. */
export interface AfterCallEvent extends EventWithResult {
  readonly kind: 'after-call';
  readonly outcome: Outcome;
  /** Milliseconds between attempts, summed over the call. */
  readonly totalDelayMs: number;
  readonly gaveUpBecause: GaveUpBecause | undefined;
}

/** How many codes a partial failure names, and how long each may be: what fits in a log line beside the rest. */
export const MAX_REASONS = 10;
export const MAX_CODE_LENGTH = 64;

/** Entries that one resource left undone in a successful answer. */
export interface PartialFailure {
  /** How many entries are worth sending again. */
  readonly retryableEntries: number;
  /** How many entries can never succeed. */
  readonly finalEntries: number;
  /** How often the service gave each code; at most ten codes of 64 characters of `A-Z a-z 0-9 _ . -`. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The table, queue, stream … that the entries belong to. */
  readonly resource: string | undefined;
}

/** Fires when a successful answer leaves entries undone: once for each resource, before `after-call`. */
export interface PartialFailureEvent extends EventOfCall, Omit<PartialFailure, 'resource'> {
  readonly kind: 'partial-failure';
  /** Of the entries worth sending again. */
  readonly errorClass: ErrorClass | undefined;
  readonly statusCode: number | undefined;
  readonly serviceRequestId: string | undefined;
  readonly extendedRequestId: string | undefined;
}

/** Fires once when a response stream that began with a 200 rejects while the caller reads it. */
export interface StreamErrorEvent extends EventWithResult {
  readonly kind: 'stream-error';
}

/** A call that was still in flight shortly before its Lambda function timed out. */
export interface DeadlineEvent extends EventOfCall {
  readonly kind: 'deadline';
  /** `attempt` while a request is out, `waiting` before the first attempt and between two. */
  readonly phase: 'attempt' | 'waiting';
  readonly lastError: Failure | undefined;
}

/** A call that has not ended yet, as `callsInFlight` shows it. */
export type CallInFlight = Omit<DeadlineEvent, 'kind' | 'eventName'>;

/** What one Lambda invocation did with one operation: the denominator of a retry rate. */
export interface SummaryEvent
  extends Pick<
    EventOfCall,
    'eventName' | 'service' | 'operation' | 'timestamp' | 'requestId' | 'properties'
  > {
  readonly kind: 'summary';
  readonly calls: number;
  readonly attempts: number;
  readonly retries: number;
  /** Whole milliseconds of each call, at most 100. */
  readonly callDurationsMs: readonly number[];
}

/** Event by the first part of its name. */
export interface EventMap {
  'needs-retry': NeedsRetryEvent;
  'after-call': AfterCallEvent;
  'partial-failure': PartialFailureEvent;
  'stream-error': StreamErrorEvent;
  deadline: DeadlineEvent;
  summary: SummaryEvent;
}

export type RetryEvent = EventMap[keyof EventMap];

/**
 * What sinks get: a retry, an attempt that was throttled or whose class tells more than the SDK's own, a call that gave
 * up, and every event of the other kinds. Handlers get every event.
 */
export type ReportableEvent =
  | Exclude<RetryEvent, AfterCallEvent>
  | (AfterCallEvent & { readonly outcome: 'gave-up' });

/** A place where events are written. A throw or a rejection goes to the observer's `onError`. */
export interface Sink {
  write(event: ReportableEvent): void;
  flush?(): Promise<void>;
}

/** What went wrong on our side of an SDK call; `onError` gets it beside the error. */
export interface Problem {
  /**
   * What failed: a handler or a sink threw or rejected; an adapter's function threw or returned what it may not; a
   * property had a value that cannot be written; the middleware stack was changed so that attempts went uncounted; or
   * this package has a bug.
   */
  readonly source: 'handler' | 'sink' | 'adapter' | 'property' | 'stack' | 'internal';
  /** The event that was on its way. */
  readonly eventName?: string;
}

export function isReportable(event: RetryEvent): event is ReportableEvent {
  switch (event.kind) {
    case 'needs-retry':
      return event.throttled || isReportableAttempt(event.attempts, event.errorClass);
    case 'after-call':
      return event.outcome === 'gave-up';
    case 'partial-failure':
    case 'stream-error':
    case 'deadline':
    case 'summary':
      return true;
    default:
      return false;
  }
}

/** True for a retry, and for an attempt that was throttled or is of a class that only an adapter gives. */
export function isReportableAttempt(attempts: number, errorClass: ErrorClass | undefined): boolean {
  return attempts > 1 || (errorClass !== undefined && errorClass !== 'transient');
}

/** True if a retry cannot help. */
export function isFutile(errorClass: ErrorClass | undefined): boolean {
  return errorClass === 'quota' || errorClass === 'misconfiguration';
}

/**
 * A service's or an operation's name as it stands in event names, lines and dimensions: letters, digits, `_` and
 * `-`, so that no name can forge a line or break a pattern.
 */
export function namePart(name: string): string {
  if (IS_NAME_PART.test(name)) return name;
  return name === '' ? '_' : name.slice(0, MAX_NAME_LENGTH).replace(/[^\w-]/g, '_');
}

// Four times the longest that AWS has; with it a line and a document's fixed part are bounded.
const MAX_NAME_LENGTH = 128;
// Most are: a look costs less than a replacement that finds nothing.
const IS_NAME_PART = /^[\w-]{1,128}$/;
