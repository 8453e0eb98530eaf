import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseLine } from '@needs-retry/core';
import { bundleHandler } from '../bundle-handler.js';
import { type FunctionOptions, type LambdaFunction, startFunction } from '../function.js';
import type { LogFormat } from '../log-stream.js';
import { packageDirectory } from '../package-directory.js';
import type { Runtime } from '../runtimes.js';
import type { Ending, SurvivalEvent } from './handler.js';

/** The columns: the module of the writer in `writers`, its title, and the log events that one write makes. */
export const WRITERS = {
  'needs-retry': { title: 'needs-retry', eventsEach: 2 },
  'needs-retry-beside-stdout': { title: 'needs-retry, `process.stdout` in use', eventsEach: 2 },
  stdout: { title: '`process.stdout.write`', eventsEach: 1 },
  console: { title: '`new Console(process.stdout)`', eventsEach: 1 },
  powertools: { title: 'Powertools Metrics', eventsEach: 1 },
  'aws-embedded-metrics': { title: 'aws-embedded-metrics', eventsEach: 1 },
} as const;

export type WriterName = keyof typeof WRITERS;

type Row = {
  readonly title: string;
  readonly ending: Ending;
  readonly options: Pick<FunctionOptions, 'reader' | 'freezes' | 'timeoutMs'>;
  /** The reader stands still so long; then one line more is written, if the process has not exited. */
  readonly resumeAfterMs?: number;
};

/** A chunk of 64 KiB each 100 ms: a burst of 200 lines is read in three tenths of a second. */
const slow = { reader: { slowMs: 100 }, timeoutMs: 10_000 } as const;

/** The rows. A time limit is always beyond the two seconds for which our writer can wait. */
export const ROWS = {
  return: { title: 'returns', ending: 'return', options: slow },
  throw: { title: 'throws', ending: 'throw', options: slow },
  exit: { title: '`process.exit`', ending: 'exit', options: slow },
  timeout: {
    title: 'blocked until SIGKILL at the timeout',
    ending: 'block',
    options: { ...slow, timeoutMs: 2_000 },
  },
  rejection: { title: 'unhandled rejection', ending: 'rejection', options: slow },
  uncaught: { title: 'uncaught exception', ending: 'uncaught', options: slow },
  frozen: { title: 'returns, frozen, then gone', ending: 'return', options: { ...slow, freezes: true } },
  pauses: {
    title: 'the reader stands still for 0.5 s, then goes on',
    ending: 'return',
    options: { reader: 'stalled', timeoutMs: 10_000 },
    resumeAfterMs: 500,
  },
  resumes: {
    title: 'the reader stands still for 2 s, then goes on',
    ending: 'return',
    options: { reader: 'stalled', timeoutMs: 10_000 },
    resumeAfterMs: 2_000,
  },
  resumesLate: {
    title: 'the reader stands still for 10 s, then goes on',
    ending: 'return',
    options: { reader: 'stalled', timeoutMs: 20_000 },
    resumeAfterMs: 10_000,
  },
  exitsMeanwhile: {
    title: '`process.exit`, while the reader stands still for 1.5 s',
    ending: 'exit',
    options: { reader: 'stalled', timeoutMs: 10_000 },
    resumeAfterMs: 1_500,
  },
  stalled: {
    title: 'the reader stands still until SIGKILL',
    ending: 'block',
    options: { reader: 'stalled', timeoutMs: 2_000 },
  },
} as const satisfies Record<string, Row>;

export type RowName = keyof typeof ROWS;

/** Log events of one run. `lost` is what later documents owned up to with `lostLines`. */
export type Cell = { readonly arrived: number; readonly written: number; readonly lost: number };

export type TableOptions = {
  readonly logFormat: LogFormat;
  readonly runtimes: readonly Runtime[];
  readonly lines: number;
  readonly writers: readonly WriterName[];
  readonly rows: readonly RowName[];
};

/** Log events that arrived of those written, by ending and writer, as a Markdown table. A range is over the runtimes. */
export async function survivalTable(options: TableOptions): Promise<string> {
  const { logFormat, runtimes, lines, writers, rows } = options;
  const handlers = await Promise.all(writers.map(bundleWriter));

  const table: string[][] = [
    ['the invocation …', ...writers.map((writer) => WRITERS[writer].title)],
    ['---', ...writers.map(() => '---')],
  ];
  for (const row of rows) {
    const cells = writers.map(async (writer, column) => {
      const { eventsEach } = WRITERS[writer];
      const runs: Cell[] = [];
      // One after the other: the columns are as many at once as a small machine bears.
      for (const runtime of runtimes) {
        const count = lines / eventsEach;
        const cell = await run(ROWS[row], { runtime, logFormat, handlerFile: handlers[column]! }, count);
        runs.push({ ...cell, written: cell.written * eventsEach });
      }
      return renderCell(runs);
    });
    table.push([ROWS[row].title, ...(await Promise.all(cells))]);
  }

  await Promise.all(handlers.map((file) => rm(dirname(file), { recursive: true })));
  return table.map((columns) => `| ${columns.join(' | ')} |`).join('\n');
}

export function renderCell(runs: readonly Cell[]): string {
  const written = range(runs.map((cell) => cell.written));
  const lost = range(runs.map((cell) => cell.lost));
  const cell = `${range(runs.map(({ arrived }) => arrived))} of ${written}`;
  return lost === '0' ? cell : `${cell}, ${lost} reported lost`;
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least}–${most}`;
}

function bundleWriter(name: WriterName): Promise<string> {
  return bundleHandler({
    resolveDir: join(packageDirectory(), 'src', 'survival'),
    source: `
      import { survivalHandler } from './handler.js';
      import { write } from './writers/${name}.js';
      export const handler = survivalHandler(write);
    `,
  });
}

async function run(
  row: Row,
  fixed: Pick<FunctionOptions, 'runtime' | 'logFormat' | 'handlerFile'>,
  lines: number,
): Promise<Cell> {
  const directory = await mkdtemp(join(tmpdir(), 'lambda-harness-survival-'));
  const progressFile = join(directory, 'progress');
  const event: SurvivalEvent = { from: 0, to: lines, ending: row.ending, progressFile };
  const fn = await startFunction({ ...fixed, ...row.options });

  const invocation = fn.invoke(event);
  if (row.resumeAfterMs !== undefined) {
    await sleep(row.resumeAfterMs);
    fn.setReader('prompt');
  }
  const outcome = await invocation;
  if (row.resumeAfterMs !== undefined && !('exited' in outcome)) {
    await quiet(fn);
    await fn.invoke({ ...event, from: lines, to: lines + 1 });
  }
  if (row.options.freezes !== true) await quiet(fn);
  await fn.stop();

  const { size: written } = await stat(progressFile);
  await rm(directory, { recursive: true });
  return { ...count(fn), written };
}

/** An environment that lives on writes its backlog as fast as it is read. */
async function quiet(fn: LambdaFunction): Promise<void> {
  for (let seen = -1; seen !== fn.logEvents().length; ) {
    seen = fn.logEvents().length;
    await sleep(4 * slow.reader.slowMs);
  }
}

function count(fn: LambdaFunction): Omit<Cell, 'written'> {
  const documents = new Set<number>();
  let lines = 0;
  let lost = 0;
  for (const { message } of fn.logEvents()) {
    if (parseLine(message) !== undefined) lines++;
    const { survivalLine, lostLines = 0 } = parseDocument(message);
    if (survivalLine !== undefined) documents.add(survivalLine);
    lost += lostLines;
  }
  return { arrived: documents.size + lines, lost };
}

/** Damaged documents do not count. */
function parseDocument(message: string): { readonly survivalLine?: number; readonly lostLines?: number } {
  try {
    return JSON.parse(message.slice(message.indexOf('{')));
  } catch {
    return {};
  }
}
