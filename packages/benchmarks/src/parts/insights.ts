import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { roundsOf } from '../rounds.js';
import { median } from '../stats.js';
import { ratio, type Table } from '../table.js';

/** Questions to logs of growing size, by four engines that must agree. `BENCH_LINES` adds a larger one. */
export async function insights(): Promise<readonly Table[]> {
  const { BENCH_ROUNDS, BENCH_LINES } = process.env;
  const sizes = BENCH_ROUNDS === undefined ? [10_000, 100_000, 1_000_000] : [10_000];
  const measurements = await measured(sizes, roundsOf(3));
  // It takes minutes: once must do.
  if (BENCH_LINES !== undefined) measurements.push(...(await measured([Number(BENCH_LINES)], 1)));
  return [...new Set(measurements.map(({ title }) => title))].map((title) => ({
    title: `A question to logs, lines per second: ${title}`,
    rows: measurements.filter((each) => each.title === title).map(row),
  }));
}

interface Measurement {
  readonly title: string;
  readonly lines: number;
  readonly seconds: Readonly<Record<string, readonly number[]>>;
}

function row({ lines, seconds }: Measurement): Table['rows'][number] {
  const { [OURS]: ours, ...others } = Object.fromEntries(
    Object.entries(seconds).map(([engine, runs]) => [engine, median(runs)]),
  );
  const perSecond = Object.entries({ [OURS]: ours, ...others }).map(([engine, took]) => [
    engine,
    Math.round(lines / took!),
  ]);
  const fastest = Math.min(...Object.values(others).map((took) => took!));
  return { lines, ...Object.fromEntries(perSecond), '× the fastest other': ratio(fastest, ours!) };
}

const OURS = 'needs-retry';

/** By the script of the package itself, which builds the command first. */
async function measured(sizes: readonly number[], runs: number): Promise<Measurement[]> {
  const script = ['--silent', 'bench', '--json', '--lines', sizes.join(), '--runs', String(runs)];
  const cwd = packageDirectory('insights');
  const child = spawn('npx', ['--yes', 'pnpm@12', ...script], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = await text(child.stdout);
  return JSON.parse(printed);
}
