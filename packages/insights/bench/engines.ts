import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './built.js';
import type { Question } from './questions.js';

/** How long a process took, what it printed, and the bytes of memory it had at most, where it says so. */
export type Run = { readonly seconds: number; readonly output: string; readonly peak: number | undefined };

/** Answers a question from the files of a log, in a fresh process. What it printed is made comparable: sorted JSON. */
export type Engine = (question: Question, log: string) => Promise<Run>;

const NODE = process.execPath;
const MEASURED = ['--require', join(import.meta.dirname, 'peak-memory.cjs')];
const HEAP = ['--max-old-space-size=256', ...MEASURED];
const beside = (file: string) => join(import.meta.dirname, file);

export const NEEDS_RETRY = 'needs-retry';
const READLINE = 'readline';
const JQ = 'jq';
export const SLOW: ReadonlySet<string> = new Set([READLINE, JQ]);

/** Those that are installed here. */
export const ENGINES: Readonly<Record<string, Engine>> = {
  [NEEDS_RETRY]: async (question, log) => {
    const run = await query(question.insights, log);
    const rows = JSON.parse(run.output) as { readonly k: string; readonly n: string }[];
    return answered(run, Object.fromEntries(rows.map(({ k, n }) => [k, Number(n)])));
  },
  [READLINE]: async (question, log) =>
    parsed(await timed(NODE, [...MEASURED, beside('readline-answer.mjs'), question.readline, log])),
  ...(spawnSync('jq', ['--version']).status === 0 && {
    [JQ]: async (question, log) =>
      parsed(await timed('jq', ['-R', '-n', '-c', question.jq, ...filesOf(log)])),
  }),
  DuckDB: async (question, log) =>
    parsed(await timed(NODE, [...MEASURED, beside('duckdb-answer.mjs'), question.duckdb, log])),
};

/** The command and its worker as their packages have them: here packages are their sources, which Node.js cannot run. */
const BUILT = mkdtempSync(join(tmpdir(), 'needs-retry-command-'));
const COMMAND = join(BUILT, 'bin.mjs');
build([beside('../../cli/src/bin.ts'), beside('../src/needs-retry-worker.ts')], BUILT);
process.once('exit', () => rmSync(BUILT, { recursive: true }));

/** Runs our command, in a heap of 256 MB. */
function query(text: string, log: string): Promise<Run> {
  return timed(NODE, [...HEAP, COMMAND, 'query', text, ...filesOf(log), '--output', 'json']);
}

function filesOf(log: string): string[] {
  return readdirSync(log)
    .sort()
    .map((name) => join(log, name));
}

function parsed(run: Run): Run {
  return answered(run, JSON.parse(run.output));
}

function answered(run: Run, counts: Readonly<Record<string, number>>): Run {
  return { ...run, output: JSON.stringify(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

async function timed(command: string, args: readonly string[]): Promise<Run> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout!.on('data', (chunk) => (output += chunk));
  child.stderr!.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((closed) => child.on('close', closed));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${errors}`);
  const peak = /peak (\d+)/.exec(errors)?.[1];
  return { seconds, output, peak: peak === undefined ? undefined : Number(peak) * 1024 };
}
