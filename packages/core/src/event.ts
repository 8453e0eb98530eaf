/** How the SDK's retry middleware classifies an error, or `ABORTED` for an `AbortError`. */
export type ErrorType = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR' | 'ABORTED';

/** Facts of a call that are safe to write: the adapter's allow-listed ones and those of `withProperties`. */
export type Properties = Readonly<Record<string, string | number | boolean>>;

/** How a call ended. `gave-up`: an error that the SDK retries reached the caller all the same. */
export type Outcome = 'success' | 'recovered' | 'gave-up' | 'failed' | 'aborted';

/** Why the SDK gave up, as far as there is evidence for it. */
export type GaveUpBecause = 'streaming-body' | 'quota' | 'attempts';

/** What an attempt ended with. */
export interface Failure {
  readonly errorName: string | undefined;
  /** `REDIRECT` after an S3 region redirect; undefined after an attempt that succeeded. */
  readonly errorType: ErrorType | 'REDIRECT' | undefined;
  readonly statusCode: number | undefined;
  readonly serviceRequestId: string | undefined;
}

interface EventOfCall {
  /** `<kind>.<service>.<Operation>`. */
  readonly eventName: string;
  /** The client's service id in lower case, spaces as hyphens: `s3`, `cloudwatch-logs`. */
  readonly service: string;
  /** The command's name without `Command`: `ListBuckets`. */
  readonly operation: string;
  /** Attempts so far, counted from 1 through the whole call; 0 where none was made. */
  readonly attempts: number;
  /** The retry strategy's own maximum, else the client's `maxAttempts`. */
  readonly maxAttempts: number | undefined;
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
  /** Whether the service throttled this attempt. */
  readonly throttled: boolean;
  /** Milliseconds from the end of the previous attempt to the start of this one; undefined for the first. */
  readonly delayMs: number | undefined;
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

export type RetryEvent = NeedsRetryEvent | AfterCallEvent | DeadlineEvent | SummaryEvent;

/** An event worth writing: a retry, a throttled attempt, a call given up, or a report on an invocation. */
export type ReportableEvent = RetryEvent;

/** A place where events are written. A throw or a rejection goes to the observer's `onError`. */
export interface Sink {
  write(event: ReportableEvent): void;
  flush?(): Promise<void>;
}

/** Event by the first part of its name. */
export interface EventMap {
  'needs-retry': NeedsRetryEvent;
  'after-call': AfterCallEvent;
  deadline: DeadlineEvent;
  summary: SummaryEvent;
}

export function isReportable(event: RetryEvent): event is ReportableEvent {
  switch (event.kind) {
    case 'needs-retry':
      return event.attempts > 1 || event.throttled;
    case 'after-call':
      return event.outcome === 'gave-up';
    case 'deadline':
    case 'summary':
      return true;
    default:
      return false;
  }
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
