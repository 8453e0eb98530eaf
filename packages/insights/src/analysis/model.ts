/** What is counted about the retries of a log: plain data, of which JSON can be made. Times are epoch milliseconds. */
export type Analysis = {
  /** Of the first and the last event of needs-retry or of Lambda; undefined: there was none. */
  readonly period: { readonly from: number; readonly to: number } | undefined;
  /** The width of the buckets that points count in, in milliseconds. */
  readonly bucketMs: number;
  readonly totals: Totals;
  readonly facts: readonly Fact[];
  readonly delays: readonly Delays[];
  /** From how many milliseconds on a wait is in a bin, by the bin's number; the last is where the last bin ends. */
  readonly delayBinsMs: readonly number[];
  readonly stuck: readonly Stuck[];
  readonly invocations: readonly Invocation[];
  readonly coldStarts: ColdStarts;
  readonly adaptive: readonly AdaptiveUse[];
  readonly losses: readonly Loss[];
  readonly cost: Cost;
  /** What the counts cannot show, in whole sentences: what was left out, merged or seen twice. */
  readonly notes: readonly string[];
};

export type Totals = {
  /** Events that were looked at. */
  readonly events: number;
  readonly retries: number;
  readonly throttles: number;
  readonly gaveUp: number;
  readonly retryableEntries: number;
  readonly finalEntries: number;
  readonly streamErrors: number;
  readonly callsAtDeadline: number;
  readonly futile: number;
  /** Milliseconds between attempts, summed over all calls. */
  readonly waitedMs: number;
  /** Of summaries: the denominators of a rate; 0 without them. */
  readonly calls: number;
  readonly retriesInSummaries: number;
  /** Invocations that Lambda reports, of which so many timed out. */
  readonly invocations: number;
  readonly timeouts: number;
};

/** What a fact counts, and what its points sum up beside the count. */
export type FactKind =
  /** Retries; milliseconds that they waited. */
  | 'retry'
  /** Attempts and streams that were throttled. */
  | 'throttle'
  /** Attempts that failed because another changed the same thing at the same time. */
  | 'conflict'
  /** Calls that ended with an error that the SDK retries. */
  | 'gave-up'
  /** Entries worth sending again; entries that can never succeed. */
  | 'partial-failure'
  /** Answers that broke off. */
  | 'stream-error';

/** So many of a kind that have all of this in common. */
export type Fact = FactKey & {
  readonly kind: FactKind;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
  readonly sum: number;
  /** In the order of time. */
  readonly points: readonly Point[];
  readonly examples: readonly Example[];
};

export type FactKey = {
  /** The table, bucket, queue, … */
  readonly resource?: string | undefined;
  /** The name of the error: of a retry that of the attempt before. */
  readonly error?: string | undefined;
  readonly errorClass?: string | undefined;
  /** Why: the service's reason for throttling, why the SDK gave up, the codes of a partial failure. */
  readonly reason?: string | undefined;
};

/** The number of the bucket since the epoch, the count, and the sum. */
export type Point = readonly [bucket: number, count: number, sum: number];

/** One event of many, to be found in the log. */
export type Example = {
  readonly time: number;
  readonly requestId?: string | undefined;
  readonly sdkInvocationId?: string | undefined;
  readonly serviceRequestId?: string | undefined;
  readonly attempts?: number | undefined;
  readonly maxAttempts?: number | undefined;
};

/** How long an operation waits before its retries, in milliseconds. */
export type Delays = {
  readonly service: string;
  readonly operation: string;
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly longest: number;
  /** Of each bucket of time: how many waits there are of each bin. */
  readonly points: readonly (readonly [bucket: number, ...binsAndCounts: number[]])[];
};

/** Calls that were in flight when their function was about to time out, and that have all of this in common. */
export type Stuck = {
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly phase: string;
  /** Whether it was the call's first attempt, after which there was no second. */
  readonly isFirstAttempt: boolean;
  /** After which a request is ended; 0: never; undefined: the request handler did not say. */
  readonly requestTimeoutMs: number | undefined;
  readonly lastError: string | undefined;
  readonly calls: number;
  /** How many of the calls' invocations timed out, so far as the log says. */
  readonly timedOut: number;
  /** Since the call began. */
  readonly longestMs: number;
  readonly totalMs: number;
  /** The longest duration of those invocations: what the function's timeout is. */
  readonly functionTimeoutMs: number | undefined;
  readonly examples: readonly Example[];
};

/** An invocation of a function with what needs-retry says of it; without Lambda a single call. */
export type Invocation = {
  /** Of the invocation, or the SDK's id of the call. */
  readonly id: string;
  readonly isCall: boolean;
  readonly functionName: string | undefined;
  readonly from: number;
  /** Milliseconds; undefined without a line of Lambda that says it. */
  readonly durationMs: number | undefined;
  /** Milliseconds in which at least one call waited for its next attempt. */
  readonly waitedMs: number;
  readonly retries: number;
  readonly throttles: number;
  readonly gaveUp: number;
  readonly retryableEntries: number;
  readonly callsAtDeadline: number;
  readonly coldStart: boolean;
  readonly timedOut: boolean;
  readonly costUsd: number | undefined;
  readonly services: readonly string[];
  readonly timeline: readonly Moment[];
  /** Events of it that the timeline leaves out. */
  readonly left: number;
};

/** An event of an invocation. */
export type Moment = {
  /** Of the end of the attempt, or of the event. */
  readonly time: number;
  readonly kind: string;
  readonly service: string;
  readonly operation: string;
  readonly resource?: string | undefined;
  readonly call?: string | undefined;
  readonly attempt?: number | undefined;
  readonly durationMs?: number | undefined;
  /** Milliseconds before the attempt. */
  readonly delayMs?: number | undefined;
  /** Milliseconds that the attempt before took. */
  readonly causeDurationMs?: number | undefined;
  readonly cause?: string | undefined;
  readonly error?: string | undefined;
  readonly throttled?: boolean | undefined;
  /** How it ended: `yes`, `no`, `gave-up`, `waiting`. */
  readonly ended?: string | undefined;
  /** How many events it stands for, if more than one. */
  readonly documents?: number | undefined;
};

export type ColdStarts = {
  /** Invocations that began a new execution environment, and all others. */
  readonly cold: number;
  readonly warm: number;
  readonly operations: readonly ColdRetries[];
};

export type ColdRetries = {
  readonly service: string;
  readonly operation: string;
  /** Invocations in which it was retried. */
  readonly coldInvocations: number;
  readonly warmInvocations: number;
  readonly coldRetries: number;
  readonly warmRetries: number;
  /** Milliseconds waited at cold starts. */
  readonly coldWaitedMs: number;
  readonly examples: readonly Example[];
};

/** A client of which the retry mode is `adaptive`, so far as a log tells clients apart: a service in a log stream. */
export type AdaptiveUse = {
  readonly service: string;
  /** The resources of the log stream that has most of them. */
  readonly resources: readonly string[];
  readonly streams: number;
  readonly retries: number;
  readonly throttles: number;
  readonly waitedMs: number;
};

/** What needs-retry could not write. */
export type Loss = {
  readonly functionName: string;
  readonly lostLines: number;
  readonly truncated: number;
};

export type Cost = {
  /** Milliseconds of invocations in which at least one call waited for its next attempt. */
  readonly lostMs: number;
  /** The same, of invocations with a line of Lambda that says their memory: the others cannot be priced. */
  readonly pricedMs: number;
  readonly gbSeconds: number;
  readonly usd: number;
  readonly pricePerGbSecond: number;
  /** Of the duration of all invocations that Lambda reports. */
  readonly reportedMs: number;
  /** Invocations with retries, and how many of them have no line of Lambda with a duration and a memory. */
  readonly invocations: number;
  readonly withoutReport: number;
  /** Our own lines and documents. */
  readonly logEvents: number;
  readonly logBytes: number;
  readonly logUsd: number;
};
