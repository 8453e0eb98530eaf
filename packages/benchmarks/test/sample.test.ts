import { PARTS } from '../src/parts/index.js';

// One round of each part, so that a program that no longer runs is noticed: many check their own results, that a peer has
// recorded each call and that each retry has its line. `start` and `insights` build packages; the nightly run plays them.

beforeAll(() => {
  process.env.BENCH_ROUNDS = '1';
});

test.each([
  ['calls', ['variant', 'subject', 'call']],
  ['resolve', ['variant']],
  ['frames', ['variant']],
  ['documents', ['writer']],
  ['flight', ['variant']],
  ['growth', ['how many']],
  ['response', ['variant']],
  ['storm', ['variant']],
])(
  '%s measures what it says',
  async (part, subjects) => {
    const tables = await PARTS[part]!.measure();

    const cells = tables.flatMap(({ rows }) => rows.flatMap((row) => Object.entries(row)));
    expect(new Set(tables.map(({ rows }) => Object.keys(rows[0]!)[0]))).toEqual(new Set(subjects));
    expect(cells.filter(([column, value]) => !subjects.includes(column) && !isMeasured(value))).toEqual([]);
  },
  120_000,
);

/** Ratios to what took no time are infinite in a sample, or left out. */
function isMeasured(value: unknown): boolean {
  return value === '–' || (typeof value === 'number' && !Number.isNaN(value));
}
