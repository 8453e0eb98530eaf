import type { Requirement } from '../event.js';
import type { Push, Reader, Row } from '../row.js';

/** A query made ready for one run. */
export type Program = {
  /** The first stage takes events, each later one the rows of the one before. */
  readonly stages: readonly Stage[];
  readonly columns: readonly Column[];
  /** What an event contains if it can be part of the answer. */
  readonly requirements: readonly Requirement[];
  /** Whether it matters when events happened. */
  readonly needsTime: boolean;
  /** Whether the newest events win over all others. */
  readonly newestFirst: boolean;
  /** Set when an event passes the filters of the first stage. */
  readonly match: { happened: boolean };
  /** Room for the fields of an event. */
  readonly slots: number;
};

export type Column = { readonly name: string; readonly read: Reader };

export type Stage = {
  /** Takes one row, after `nextEvent`. */
  readonly push: Push;
  /** Tells that the rows that follow come from another event, and its number in order of arrival. */
  nextEvent(arrival: number): void;
  /** Told before the bytes of the events so far go. */
  settle(): void;
  isFull(): boolean;
  /** How the stage gathers rows in parts; undefined where it cannot. */
  readonly parts?: Parts | undefined;
  finish(): Row[];
};

/** Gathers rows in parts, which may be in different threads. */
export type Parts = {
  /** Whether each thread keeps many objects, all groups for example. */
  readonly isLarge?: boolean;
  /** What was gathered, as data that can be cloned. */
  gathered(): unknown;
  /** Takes what was gathered of later events, whose numbers of arrival begin at `first`. */
  absorb(gathered: unknown, first: number): void;
};

/** What a command does to each row on its way to the end of the stage. */
export type Step = (next: Push) => Push;
