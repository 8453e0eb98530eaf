import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ENGINES, NEEDS_RETRY, type Run, SLOW } from './engines.js';
import { joinLog, writeLog } from './log.js';
import { QUESTIONS, type Question } from './questions.js';

const MEGABYTE = 1e6;
const MOST_MEMORY = 128 * MEGABYTE;
const directory = mkdtempSync(join(tmpdir(), 'needs-retry-bench-'));

/** What each engine took for a question to a log of so many lines in so many files. */
type Measurement = {
  readonly title: string;
  readonly lines: number;
  readonly files: number;
  /** Of each run, by engine. */
  readonly seconds: Record<string, number[]>;
  /** The memory that we had at most, in bytes. */
  readonly peak: number;
};

/** `--json` gives the measurements; otherwise they are compared with what is wanted. */
async function bench(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '2000000' },
      files: { type: 'string', default: '1' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const counts = values.files.split(',').map(Number);
  const all: Measurement[] = [];
  for (const lines of values.lines.split(',').map(Number)) {
    all.push(...(await measured(lines, counts, Number(values.runs))));
  }
  if (values.json) console.log(JSON.stringify(all));
  else for (const measurement of all) show(measurement);
  return all.every(isAsWanted);
}

/** Asks a log of so many lines, which is written once, into the most files, and joined into fewer. */
async function measured(
  lines: number,
  counts: readonly number[],
  runs: number,
): Promise<readonly Measurement[]> {
  const most = Math.max(...counts);
  const written = join(directory, `${lines}-${most}`);
  mkdirSync(written);
  console.error(`Writing ${lines.toLocaleString('en-US')} lines into ${written}`);
  await writeLog(written, lines, most);
  const all: Measurement[] = [];
  for (const files of counts) {
    const log = files === most ? written : join(directory, `${lines}-${files}`);
    if (log !== written) await joinLog(written, log, files);
    for (const question of QUESTIONS) {
      all.push({ ...(await inTurns(question, log, { lines, files, runs })), lines, files });
    }
    if (log !== written) rmSync(log, { recursive: true });
  }
  rmSync(written, { recursive: true });
  return all;
}

/** Those that take many times as long are asked once, of a log of at most so many lines in one file. */
const MOST_LINES_OF_SLOW = 2_000_000;

async function inTurns(
  question: Question,
  log: string,
  { lines, files, runs }: { readonly lines: number; readonly files: number; readonly runs: number },
): Promise<Omit<Measurement, 'lines' | 'files'>> {
  const { title } = question;
  const seconds: Record<string, number[]> = {};
  const outputs = new Set<string>();
  let peak = 0;
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, engine] of Object.entries(ENGINES)) {
      if (SLOW.has(name) && (turn > 0 || files > 1 || lines > MOST_LINES_OF_SLOW)) continue;
      const run: Run = await engine(question, log);
      seconds[name] = [...(seconds[name] ?? []), run.seconds];
      outputs.add(run.output);
      if (name === NEEDS_RETRY) peak = Math.max(peak, run.peak ?? 0);
    }
  }
  if (outputs.size !== 1) throw new Error(`The answers differ: ${title}.\n${[...outputs].join('\n')}`);
  return { title, seconds, peak };
}

function show({ title, lines, files, seconds, peak }: Measurement): void {
  console.log(`${title}: ${lines.toLocaleString('en-US')} lines, ${files} file(s)`);
  for (const [name, runs] of Object.entries(seconds)) {
    const memory = name === NEEDS_RETRY ? `  ${(peak / MEGABYTE).toFixed(0)} MB` : '';
    console.log(`  ${Math.min(...runs).toFixed(2)} s${memory}  ${name}`);
  }
}

function isAsWanted({ seconds, peak }: Measurement): boolean {
  const fastest = (name: string) => Math.min(...(seconds[name] ?? []));
  // DuckDB is shown, not wanted: how much faster it is depends on the processors. docs/performance.md says why it is.
  return [...SLOW].every((name) => fastest(NEEDS_RETRY) <= fastest(name)) && peak < MOST_MEMORY;
}

bench()
  .then((isGood) => {
    if (process.argv.includes('--json')) return;
    console.log(isGood ? '\nAll as wanted.' : '\nNOT as wanted.');
    process.exitCode = isGood ? 0 : 1;
  })
  .finally(() => rmSync(directory, { recursive: true }));
