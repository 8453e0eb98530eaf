import { compileQuery, type LogEvent, outlineOf, type QueryResult, readLogs } from '@needs-retry/insights';
import type { QueryOptions } from '../options/query-options.js';
import type { Render } from '../render/output.js';
import type { Terminal } from '../terminal.js';
import { type Answered, writeNotes } from './files.js';
import { followAnswer } from './follow-answer.js';

/**
 * Answers from logs that grow, until Ctrl-C or the end of a pipe. Rows that are of one event each are written as
 * they come; an answer that counts is written anew on a terminal, and elsewhere at the end.
 */
export function followFiles(
  text: string,
  files: readonly string[],
  options: QueryOptions,
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  const follow = outlineOf(text).isRowByRow ? followRows : followAnswer;
  return follow(text, files, options, render, terminal);
}

async function followRows(
  text: string,
  files: readonly string[],
  { start, end, limit = Number.POSITIVE_INFINITY, format }: QueryOptions,
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  const compiled = compileQuery(text);
  writeNotes(compiled.notes, terminal);
  const stop = new AbortController();
  const follow = AbortSignal.any([terminal.interrupted, stop.signal]);
  const onNote = ({ message }: { readonly message: string }) => terminal.writeError(`${message}\n`);
  let rows = 0;
  for await (const events of batches(readLogs(files, { format, follow, onNote }))) {
    const result = await compiled.run(events, { start, end, limit: MOST_ROWS });
    const found = inOrder(result, limit - rows);
    if (found.rows.length > 0) await render(found, rows > 0);
    rows += found.rows.length;
    if (rows >= limit) stop.abort();
  }
  return { rows, isPartial: false };
}

const MOST_ROWS = 100_000;
const PAUSE_MS = 100;

/** A query gives what is newest first; what comes is told as it comes. */
function inOrder({ rows, ...result }: QueryResult, most: number): QueryResult {
  return { ...result, rows: [...rows].reverse().slice(0, most) };
}

/** Events together that come together. */
async function* batches(events: AsyncIterable<LogEvent>): AsyncGenerator<LogEvent[]> {
  const iterator = events[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const batch = [first.value];
    const until = Date.now() + PAUSE_MS;
    next = iterator.next();
    while (batch.length < MOST_ROWS) {
      const more = await Promise.race([
        next,
        new Promise<undefined>((resolve) => setImmediate(resolve, undefined)),
      ]);
      if (more === undefined && Date.now() < until) continue;
      if (more === undefined || more.done) break;
      batch.push(more.value);
      next = iterator.next();
    }
    yield batch;
  }
}
