import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { roundsOf } from '../rounds.js';
import { median } from '../stats.js';
import { ratio, type Table } from '../table.js';

/**
 * Questions to logs, by engines that must agree. `BENCH_LINES` adds a larger log, of which each question is asked once,
 * and not to the slow ones.
 */
export async function insights(): Promise<readonly Table[]> {
  const { BENCH_ROUNDS, BENCH_LINES } = process.env;
  const isSample = BENCH_ROUNDS !== undefined;
  const measurements = await measured(isSample ? [10_000] : [10_000, 2_000_000], FILES, roundsOf(3));
  if (BENCH_LINES !== undefined) measurements.push(...(await measured([Number(BENCH_LINES)], FILES, 1)));
  return [...new Set(measurements.map(({ title }) => title))].map((title) => ({
    title: `A question to logs, lines per second: ${title}`,
    rows: measurements.filter((each) => each.title === title).map(row),
  }));
}

const FILES = [1, 16];

interface Measurement {
  readonly title: string;
  readonly lines: number;
  readonly files: number;
  readonly seconds: Readonly<Record<string, readonly number[]>>;
  readonly peak: number;
}

function row({ lines, files, seconds, peak }: Measurement): Table['rows'][number] {
  const took = Object.entries(seconds).map(([engine, runs]) => [engine, median(runs)] as const);
  const { [OURS]: ours, DuckDB } = Object.fromEntries(took);
  const perSecond = took.map(([engine, each]) => [engine, Math.round(lines / each)]);
  return {
    lines,
    files,
    ...Object.fromEntries(perSecond),
    '× DuckDB': ratio(DuckDB!, ours!),
    'our MB': Math.round(peak / 1e6),
  };
}

const OURS = 'needs-retry';

/** By the script of the package itself, which builds the command first. */
async function measured(
  sizes: readonly number[],
  files: readonly number[],
  runs: number,
): Promise<Measurement[]> {
  const options = ['--lines', sizes.join(), '--files', files.join(), '--runs', String(runs)];
  const script = ['--silent', 'bench', '--json', ...options];
  const cwd = packageDirectory('insights');
  const child = spawn('npx', ['--yes', 'pnpm@12', ...script], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = await text(child.stdout);
  return JSON.parse(printed);
}
