// How much `withRetryReport` adds to a response, against the bare handler in the same run: one after the other in batches,
// in a random order, so that both see the same machine. Prints the median of the differences and its 95 % interval.
import { createRetryObserver } from '@needs-retry/core';
import { withRetryReport } from '@needs-retry/lambda';

const ROUNDS = 400;
const BATCH = 200;

const context = {
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  getRemainingTimeInMillis: () => 3_000,
};
const bare = async (event: { id: number }) => event.id;
const observer = createRetryObserver({ sinks: [] });
const variants = {
  bare,
  'bare again': async (event: { id: number }) => event.id,
  withRetryReport: withRetryReport(bare, { observer }),
  'withRetryReport, summary': withRetryReport(bare, { observer, summary: true }),
};
type Variant = keyof typeof variants;
const names = Object.keys(variants) as Variant[];

const rounds: Record<Variant, number>[] = [];
for (let round = -20; round < ROUNDS; round++) {
  const times = {} as Record<Variant, number>;
  for (const name of shuffled(names)) times[name] = await batch(name);
  if (round >= 0) rounds.push(times);
}

const table = names.map((name) => {
  const [low, middle, high] = interval(rounds.map((times) => times[name] - times.bare));
  return {
    variant: name,
    'µs per response': round(median(rounds.map((times) => times[name]))),
    'added µs': round(middle),
    from: round(low),
    to: round(high),
  };
});
console.log(
  `Node.js ${process.version}, ${ROUNDS} rounds of ${BATCH} invocations each; 95 % interval of the median difference`,
);
console.table(table);

async function batch(name: Variant): Promise<number> {
  const handler = variants[name] as (event: { id: number }, ofContext: object) => Promise<number>;
  const since = performance.now();
  for (let id = 0; id < BATCH; id++) await handler({ id }, context);
  return ((performance.now() - since) * 1_000) / BATCH;
}

/** By bootstrap. */
function interval(values: readonly number[]): [number, number, number] {
  const medians = Array.from({ length: 1_000 }, () =>
    median(values.map(() => values[Math.floor(Math.random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return [medians[25] ?? 0, median(values), medians[974] ?? 0];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => [Math.random(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
