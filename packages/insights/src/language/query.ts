import { checkOptions, need } from '@needs-retry/core/internal';
import { compileQueryText } from './compile.js';
import { type LogEvent, type QueryStatistics, SCAN, type ScannableEvents } from './event.js';
import type { QueryNote } from './notes.js';
import { parse } from './parser.js';
import { Run } from './run.js';
import type { Query } from './syntax.js';

export type Events = Iterable<LogEvent> | AsyncIterable<LogEvent> | ScannableEvents;

export type QueryOptions = {
  /** Only events from this moment on; epoch milliseconds. */
  readonly start?: number | undefined;
  /** Only events up to this moment, which is included; epoch milliseconds. */
  readonly end?: number | undefined;
  /** At most so many rows; without it, and without `limit` in the query, 10,000. */
  readonly limit?: number | undefined;
  /** What `now()` gives; epoch milliseconds. @defaultValue the time at which the query starts */
  readonly now?: number | undefined;
  /** Ends the query early: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/** As the service gives it: values are text, and a field that is missing is not in its row. */
export type QueryResult = {
  readonly columns: readonly string[];
  readonly rows: readonly ResultRow[];
  readonly statistics: QueryStatistics;
  /** What the rows do not show; empty for most queries. */
  readonly notes: readonly QueryNote[];
};

export type ResultRow = readonly { readonly field: string; readonly value: string }[];

/** A query that has been read and found right. */
export type CompiledQuery = {
  readonly text: string;
  /** What every answer to it says with its rows. */
  readonly notes: readonly QueryNote[];
  run(events: Events, options?: QueryOptions): Promise<QueryResult>;
};

/**
 * Reads a Logs Insights query.
 *
 * @throws {QuerySyntaxError} where it is none
 * @throws {UnsupportedCommandError} where only the service can answer it
 */
export function compileQuery(text: string): CompiledQuery {
  const query = parse(text);
  // Names and functions are checked now, not at the first event.
  compileQueryText(text, query, { now: 0, start: undefined, end: undefined }, undefined);
  return { text, notes: query.notes, run: (events, options = {}) => run(text, query, events, options) };
}

/**
 * Answers a Logs Insights query from the events of a log.
 *
 * @example
 * const { rows } = await runQuery('stats count(*) by level', readLogs(['app.log']));
 */
export async function runQuery(text: string, events: Events, options?: QueryOptions): Promise<QueryResult> {
  return compileQuery(text).run(events, options);
}

async function run(text: string, query: Query, events: Events, options: QueryOptions): Promise<QueryResult> {
  checkQueryOptions(options);
  const { start, end, limit, now = Date.now(), signal } = options;
  const run = new Run(query, { text, start, end, limit, now }, signal);
  if (SCAN in events) await events[SCAN](run);
  else await run.iterate(events);
  return { ...run.result(), notes: query.notes };
}

/** @throws TypeError that names option and value */
function checkQueryOptions(options: QueryOptions): void {
  checkOptions('runQuery', options, ['start', 'end', 'limit', 'now', 'signal']);
  for (const name of ['start', 'end', 'now'] as const) {
    const value = options[name];
    need(value === undefined || Number.isFinite(value), name, 'a number of epoch milliseconds', value);
  }
  const { limit, signal } = options;
  const isLimit = limit === undefined || (Number.isInteger(limit) && limit > 0);
  need(isLimit, 'limit', 'a whole number of at least 1', limit);
  need(signal === undefined || signal instanceof AbortSignal, 'signal', 'an AbortSignal', signal);
}
