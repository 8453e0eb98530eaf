import { mkdtempSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ENGINES, NEEDS_RETRY, query, type Run, TUNED } from './engines.js';
import { writeLog } from './log.js';
import { QUESTIONS, type Question } from './questions.js';

const MEGABYTE = 1e6;
const MOST_MEMORY = 256 * 2 ** 20;
const directory = mkdtempSync(join(tmpdir(), 'needs-retry-bench-'));

/** `--json` gives what each engine took, at each size of `--lines`, instead of comparing that with what is wanted. */
async function bench(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '2000000' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  const sizes = values.lines.split(',').map(Number);
  if (values.json) {
    console.log(JSON.stringify(await measurements(sizes, runs)));
    return true;
  }
  if (ENGINES.jq === undefined) console.log('jq is not installed: it is left out of the comparison.\n');
  let isGood = true;
  for (const lines of sizes) {
    for (const question of QUESTIONS) isGood = (await compare(question, lines, runs)) && isGood;
  }
  return (await large()) && isGood;
}

/** The seconds of each run, by engine. */
type Measurement = {
  readonly title: string;
  readonly lines: number;
  readonly seconds: Record<string, number[]>;
};

async function measurements(sizes: readonly number[], runs: number): Promise<readonly Measurement[]> {
  const all: Measurement[] = [];
  for (const lines of sizes) {
    for (const question of QUESTIONS) {
      const byEngine = await inTurns(question, lines, runs);
      if (!isSame(byEngine)) throw new Error(`The answers differ: ${question.title}, ${lines} lines.`);
      const seconds = Object.fromEntries(
        Object.entries(byEngine).map(([name, each]) => [name, each.map((run) => run.seconds)]),
      );
      all.push({ title: question.title, lines, seconds });
    }
  }
  return all;
}

async function compare(question: Question, lines: number, runs: number): Promise<boolean> {
  const byEngine = await inTurns(question, lines, runs);
  const fastest = (name: string) => Math.min(...byEngine[name]!.map((run) => run.seconds));
  console.log(question.title);
  for (const [name, [run]] of Object.entries(byEngine)) line(name, { ...run!, seconds: fastest(name) });

  // Nobody asks to beat the tuned one, or a database that reads with all processors.
  const rivals = Object.keys(byEngine).filter((name) => ![NEEDS_RETRY, TUNED, 'DuckDB'].includes(name));
  const ratio = Math.min(...rivals.map(fastest)) / fastest(NEEDS_RETRY);
  const same = isSame(byEngine);
  console.log(
    `  ${ratio.toFixed(1)} times as fast (wanted: ${question.target})${same ? '' : ', BUT THE ANSWERS DIFFER'}\n`,
  );
  const peak = Math.max(...byEngine[NEEDS_RETRY]!.map((run) => run.peak ?? 0));
  return same && ratio >= question.target && peak < MOST_MEMORY;
}

/** Each engine's runs. */
type ByEngine = Readonly<Record<string, Run[]>>;

async function inTurns(question: Question, lines: number, runs: number): Promise<ByEngine> {
  const log = await logOf(lines);
  const byEngine: ByEngine = Object.fromEntries(Object.keys(ENGINES).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, engine] of Object.entries(ENGINES)) byEngine[name]!.push(await engine(question, log));
  }
  return byEngine;
}

function isSame(byEngine: ByEngine): boolean {
  return new Set(Object.values(byEngine).flatMap((runs) => runs.map((run) => run.output))).size === 1;
}

/** More than a gigabyte, with a heap of a quarter of one. */
async function large(): Promise<boolean> {
  const log = await logOf(6_500_000);
  const { size } = await stat(log);
  console.log(`a log of ${(size / 1e9).toFixed(2)} GB in a heap of 256 MB`);
  let isGood = size > 1e9;
  for (const text of [
    'filter level = "ERROR" | stats count(*) as n by bin(5m)',
    'stats count_distinct(requestId), pct(durationMs, 99), max(customer.id) by level',
    'fields @timestamp, requestId, durationMs | filter durationMs > 1400 | sort durationMs desc | limit 100',
  ]) {
    const run = await query(text, log);
    line(text, run);
    isGood &&= (run.peak ?? 0) < MOST_MEMORY;
  }
  return isGood;
}

/** One at a time is kept, for they are large. */
let kept: { readonly lines: number; readonly path: string } | undefined;

async function logOf(lines: number): Promise<string> {
  if (kept?.lines !== lines) {
    if (kept) rmSync(kept.path);
    const path = join(directory, `${lines}.log`);
    console.error(`Writing ${lines.toLocaleString('en-US')} lines to ${path}`);
    await writeLog(path, lines);
    kept = { lines, path };
  }
  return kept.path;
}

function line(title: string, { seconds, peak }: Run): void {
  const memory = peak === undefined ? '' : `  ${(peak / MEGABYTE).toFixed(0)} MB`;
  console.log(`  ${seconds.toFixed(2)} s${memory}  ${title}`);
}

bench()
  .then((isGood) => {
    if (!process.argv.includes('--json')) console.log(isGood ? '\nAll as wanted.' : '\nNOT as wanted.');
    process.exitCode = isGood ? 0 : 1;
  })
  .finally(() => rmSync(directory, { recursive: true }));
