import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { SoakOptions } from './options.js';
import { type Result, soak } from './soak.js';
import { fitOf, percent } from './trend.js';

const USAGE = `Holds calls in flight for a chosen time, with faults on a third of them, handlers and sinks that fail, calls that
never settle, and clients, observers and handlers that come and go. Checks that every count is exact and that heap,
descriptors, listeners and timers stay flat.

  pnpm soak [--minutes 10] [--seed 1] [--in-flight 10000] [--json]

The exit code is 1 if something was not so, 2 for wrong use.`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      'in-flight': { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const inFlight = numberOf('in-flight', values['in-flight']);
  const options: SoakOptions = {
    seconds: numberOf('minutes', values.minutes) * 60,
    seed: numberOf('seed', values.seed),
    callsToSettle: Math.max(20_000, 3 * inFlight),
    inFlight,
  };
  const result = await soak(options, fileURLToPath(new URL('load.ts', import.meta.url)));
  console.log(values.json ? JSON.stringify(result, undefined, 2) : textOf(options, result));
  return result.wrong.length === 0 ? 0 : 1;
}

function numberOf(name: string, value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new TypeError(`Expected --${name} to be a positive number, got ${JSON.stringify(value)}.`);
}

function textOf({ seconds, seed, inFlight }: SoakOptions, { report, arrived, wrong }: Result): string {
  const { expected, failures, readings } = report;
  const { mean, rise, standardError } = fitOf(readings, 'heapBytes');
  const last = readings.at(-1)!;
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const rows: readonly (readonly [string, string | number])[] = [
    ['seconds', seconds],
    ['seed', seed],
    ['calls in flight', inFlight],
    ['calls ended', expected.calls],
    ['attempts', expected.attempts],
    ['lines', arrived.lines],
    ['documents', arrived.documents],
    ['lines lost, and told of', arrived.lost],
    ['failures of handlers and sinks', failures.reported],
    ['heap', megabytes(mean)],
    ['rise of the heap', `${megabytes(rise)} ± ${megabytes(standardError)} (${percent(rise / mean)})`],
    ['descriptors, listeners, timers', `${last.descriptors}, ${last.listeners}, ${last.timers}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    ...(wrong.length === 0 ? ['All counts are exact, and nothing grew.'] : wrong),
  ].join('\n');
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isWrongUse = error instanceof TypeError;
    console.error(isWrongUse ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = isWrongUse ? 2 : 1;
  },
);
