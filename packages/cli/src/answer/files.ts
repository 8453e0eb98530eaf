import { compileQuery, type QueryNote, readLogs } from '@needs-retry/insights';
import type { QueryOptions } from '../options/query-options.js';
import type { Render } from '../render/output.js';
import type { Terminal } from '../terminal.js';

/** What was answered: how many rows were written, and whether there might have been more. */
export type Answered = { readonly rows: number; readonly isPartial: boolean };

export async function answerFiles(
  text: string,
  files: readonly string[],
  { start, end, limit, format }: QueryOptions,
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  // First the query, then the files: a mistake in it shows even where the files take long.
  const compiled = compileQuery(text);
  writeNotes(compiled.notes, terminal);
  const logs = readLogs(files, { format, onNote: ({ message }) => terminal.writeError(`${message}\n`) });
  const result = await compiled.run(logs, { start, end, limit, signal: terminal.interrupted });
  await render(result);
  return { rows: result.rows.length, isPartial: false };
}

/** Says on standard error what a query's answer does not show, for example that `SOURCE` was ignored. */
export function writeNotes(notes: readonly QueryNote[], terminal: Terminal): void {
  for (const { message } of notes) terminal.writeError(`${message}\n`);
}
