/** One event of a log. */
export type LogEvent = {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
  readonly logStream?: string | undefined;
  /** `account:log-group-name`, as the service shows it. */
  readonly log?: string | undefined;
  /** Epoch milliseconds. */
  readonly ingestionTime?: number | undefined;
};

export const SCAN = Symbol('needs-retry.scan');

/** An event that a source has as bytes, which need not become text to be looked into. */
export interface RawEvent extends LogEvent {
  /** The message in UTF-8. What follows `end` is no part of JSON. The bytes stay until `scanned` is told of them. */
  readonly raw: { readonly bytes: Buffer; readonly start: number; readonly end: number };
}

export function isRaw(event: LogEvent): event is RawEvent {
  return 'raw' in event;
}

/**
 * How a source may hand events over faster than one by one through an iterator: it calls `visit` with every
 * event that could match, and may use the same object for all of them.
 */
export interface ScannableEvents {
  [SCAN](visitor: EventVisitor): Promise<void>;
}

/** What a run of a query is asked. */
export type RunOrder = {
  readonly text: string;
  /** Epoch milliseconds, as all times here. */
  readonly now: number;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly limit: number | undefined;
};

export type QueryStatistics = {
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
};

/** What a run has gathered of a part of the events: data that goes from one thread to another. */
export type RunPart = {
  readonly gathered: unknown;
  /** How many events have got a number of arrival. */
  readonly arrived: number;
  readonly statistics: QueryStatistics;
};

/** How the events of a run can be divided: runs of the same order visit a part each, and what they gather is absorbed. */
export type Division = {
  readonly order: RunOrder;
  readonly signal: AbortSignal | undefined;
  /** Whether each thread keeps many objects, all groups for example. */
  readonly isLarge: boolean;
  /** Takes what was gathered of the next part, in the order of events. */
  absorb(part: RunPart): void;
};

export interface EventVisitor {
  /** Each of these holds for an event that can be part of the answer: a source may skip all others. */
  readonly requirements: readonly Requirement[];
  /** Whether the timestamps of events will be asked for. */
  readonly needsTime: boolean;
  /** Undefined: all events are wanted here, and in their order. */
  readonly division?: Division | undefined;
  /** Takes an event; false: no more are wanted. `arrival` is its number where events are not visited in their order. */
  visit(event: LogEvent, arrival?: number): boolean;
  /**
   * Only where the newest events are wanted first, so that a source that has many at once had better begin with the
   * last. Gives the number of the first of `count` events, whose numbers follow each other.
   */
  readonly arrivals?: ((count: number) => number) | undefined;
  /** Told as often as the source likes how much more of it has been looked at, and before bytes of events go. */
  scanned(records: number, bytes: number): void;
}

/** What the message of an event contains if the event can be part of the answer. */
export type Requirement = {
  /** At least one of these. */
  readonly texts: readonly string[];
  /** If it contains the first of them alone, then as a key of JSON whose value, where it is a number, is accepted. */
  readonly accepts?: (value: number) => boolean;
};
