import { once } from 'node:events';
import { createReadStream, createWriteStream, fstat } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { compileQuery, FileError, type QueryResult, readLogs } from '@needs-retry/insights';
import type { QueryOptions } from '../options/query-options.js';
import type { Render } from '../render/output.js';
import type { Terminal } from '../terminal.js';
import { type Answered, writeNotes } from './files.js';

const LOOK_MS = 250;
const CLEAR_SCREEN = '\u001b[H\u001b[2J\u001b[3J';

/** Asks again whenever there is more to ask about. What can be read but once is kept in files meanwhile. */
export async function followAnswer(
  text: string,
  files: readonly string[],
  { start, end, limit, format }: QueryOptions,
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  const compiled = compileQuery(text);
  writeNotes(compiled.notes, terminal);
  const inputs = await keptInputs(files, terminal.interrupted);
  try {
    const paths = files.map((path) => inputs.get(path)?.path ?? path);
    const notes = new Set<string>();
    const onNote = ({ message }: { readonly message: string }) => notes.add(named(message, inputs));
    const ask = () => compiled.run(readLogs(paths, { format, onNote }), { start, end, limit });
    let result: QueryResult | undefined;
    for await (const isEnd of growth(paths, [...inputs.values()], terminal.interrupted)) {
      if (!isEnd && !terminal.isOutputTerminal) continue;
      result = await ask();
      if (terminal.isOutputTerminal) terminal.write(CLEAR_SCREEN);
      await render(result);
    }
    for (const note of notes) terminal.writeError(`${note}\n`);
    return { rows: result?.rows.length ?? 0, isPartial: false };
  } catch (error) {
    throw error instanceof FileError ? new FileError(named(error.message, inputs)) : error;
  } finally {
    await Promise.all([...new Set(inputs.values())].map((input) => input.remove()));
  }
}

type Kept = { readonly path: string; readonly isOver: () => boolean; remove(): Promise<void> };

/** Standard input and the pipes among the files, by their names. One that has two names is read once. */
async function keptInputs(files: readonly string[], until: AbortSignal): Promise<ReadonlyMap<string, Kept>> {
  const byName = new Map<string, Kept>();
  const byPipe = new Map<string, Kept>();
  for (const name of files) {
    const stats = await (name === '-' ? promisify(fstat)(0) : stat(name)).catch(() => undefined);
    if (!stats || stats.isDirectory() || (stats.isFile() && name !== '-')) continue;
    const pipe = `${stats.dev}:${stats.ino}`;
    const input = byPipe.get(pipe) ?? (await keptInput(name, until));
    byPipe.set(pipe, input);
    byName.set(name, input);
  }
  return byName;
}

/** What is said of the file that an input is kept in is said of the input. */
function named(message: string, inputs: ReadonlyMap<string, Kept>): string {
  let text = message;
  for (const [name, { path }] of inputs) text = text.replaceAll(path, name === '-' ? 'standard input' : name);
  return text;
}

async function keptInput(name: string, until: AbortSignal): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'needs-retry-'));
  const path = join(folder, 'input');
  const input = name === '-' ? process.stdin : createReadStream(name);
  const file = createWriteStream(path);
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  let isOver = false;
  let problem: unknown;
  void pipeline(input, file, { signal: until })
    .catch((error: unknown) => {
      if (!until.aborted) problem = error;
    })
    .finally(() => {
      isOver = true;
    });
  await once(file, 'open');
  return {
    path,
    isOver() {
      if (problem) throw problem;
      return isOver;
    },
    async remove() {
      // A pipe that nobody has opened to write is not open here either, and closes never.
      input.destroy();
      file.destroy();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}

/** Yields false whenever the files have grown, and true once at the end. */
async function* growth(
  paths: readonly string[],
  inputs: readonly Kept[],
  interrupted: AbortSignal,
): AsyncGenerator<boolean> {
  let known = '';
  let took = 0;
  for (;;) {
    const isOver = inputs.map((input) => input.isOver());
    const isEnd = interrupted.aborted || (inputs.length > 0 && !isOver.includes(false));
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
