import type { LogEvent } from './event.js';
import type { Value } from './value.js';

/** What an expression is evaluated over: an event with the fields found in it so far, or a row of `stats`. */
export type Row = {
  event: LogEvent | undefined;
  /** By slots, which the compiler gives to names. */
  values: Value[];
  /** Whether the fields of the event's JSON are in their slots. */
  scanned: boolean;
};

export type Reader = (row: Row) => Value;
export type Push = (row: Row) => void;
