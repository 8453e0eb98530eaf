import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { compileQuery, type QueryResult, readLogs } from '@needs-retry/insights';
import type { QueryOptions } from '../options/query-options.js';
import type { Render } from '../render/output.js';
import type { Terminal } from '../terminal.js';
import { type Answered, writeNotes } from './files.js';

const LOOK_MS = 250;
const CLEAR_SCREEN = '\u001b[H\u001b[2J\u001b[3J';

/** Asks again whenever there is more to ask about. Standard input is kept in a file meanwhile. */
export async function followAnswer(
  text: string,
  files: readonly string[],
  { start, end, limit, format }: QueryOptions,
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  const compiled = compileQuery(text);
  writeNotes(compiled.notes, terminal);
  const kept = files.includes('-') ? await keptInput(terminal.interrupted) : undefined;
  try {
    const paths = files.map((path) => (path === '-' ? kept!.path : path));
    const notes = new Set<string>();
    const ask = () =>
      compiled.run(readLogs(paths, { format, onNote: ({ message }) => notes.add(message) }), {
        start,
        end,
        limit,
      });
    let result: QueryResult | undefined;
    for await (const isEnd of growth(paths, kept, terminal.interrupted)) {
      if (!isEnd && !terminal.isOutputTerminal) continue;
      result = await ask();
      if (terminal.isOutputTerminal) terminal.write(CLEAR_SCREEN);
      await render(result);
    }
    for (const note of notes) terminal.writeError(`${note}\n`);
    return { rows: result?.rows.length ?? 0, isPartial: false };
  } finally {
    await kept?.remove();
  }
}

type Kept = { readonly path: string; readonly isOver: () => boolean; remove(): Promise<void> };

async function keptInput(until: AbortSignal): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'needs-retry-'));
  const path = join(folder, 'stdin');
  const file = createWriteStream(path);
  let isOver = false;
  let problem: unknown;
  const done = pipeline(process.stdin, file, { signal: until })
    .catch((error: unknown) => {
      if (!until.aborted) problem = error;
    })
    .finally(() => {
      isOver = true;
    });
  await new Promise((opened) => file.once('open', opened));
  return {
    path,
    isOver() {
      if (problem) throw problem;
      return isOver;
    },
    async remove() {
      process.stdin.destroy();
      await done;
      await rm(folder, { recursive: true });
    },
  };
}

/** Yields false whenever the files have grown, and true once at the end. */
async function* growth(
  paths: readonly string[],
  kept: Kept | undefined,
  interrupted: AbortSignal,
): AsyncGenerator<boolean> {
  let known = '';
  let took = 0;
  for (;;) {
    const isEnd = interrupted.aborted || (kept?.isOver() ?? false);
    const now = await sizesOf(paths);
    if (isEnd || now !== known) {
      const start = performance.now();
      yield isEnd;
      took = performance.now() - start;
    }
    if (isEnd) return;
    known = now;
    // Not busier than half of the time, however large the log is.
    await wait(Math.max(LOOK_MS, took), undefined, { signal: interrupted }).catch(() => {});
  }
}

async function sizesOf(paths: readonly string[]): Promise<string> {
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.join();
}
