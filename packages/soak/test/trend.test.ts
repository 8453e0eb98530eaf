import type { Reading } from '../src/readings.js';
import { fit, rising } from '../src/trend.js';

const FLAT: Omit<Reading, 'seconds'> = { heapBytes: 50_000_000, descriptors: 20, listeners: 4, timers: 1 };

const readings = (change: (i: number) => Partial<Reading>): Reading[] =>
  Array.from({ length: 30 }, (_, i) => ({ ...FLAT, seconds: i * 10, ...change(i) }));

/** Up and down by half a megabyte, as where the calls are makes it. */
const swing = (i: number) => [0, 400_000, -500_000, 300_000, -200_000][i % 5]!;

test('a line is fitted by least squares', () => {
  expect(fit([0, 1, 2, 3].map((x) => [x, 5 + 2 * x]))).toEqual({ mean: 8, rise: 6, standardError: 0 });
});

test('what swings is flat, and so is what falls or rises by less than 2 %', () => {
  expect(rising(readings((i) => ({ heapBytes: FLAT.heapBytes + swing(i) })))).toEqual([]);
  expect(rising(readings((i) => ({ heapBytes: FLAT.heapBytes - 1_000_000 * i })))).toEqual([]);
  expect(rising(readings((i) => ({ heapBytes: FLAT.heapBytes + 30_000 * i })))).toEqual([]);
});

test('a heap that rises is told, however it swings', () => {
  expect(rising(readings((i) => ({ heapBytes: FLAT.heapBytes + swing(i) + 100_000 * i })))).toEqual([
    expect.stringMatching(/^The heapBytes rose by 2\d{6}\.\d, 5\.\d\d % of their mean\.$/),
  ]);
});

test.each(['descriptors', 'listeners', 'timers'] as const)(
  '%s that grow are told, those that come and go not',
  (name) => {
    expect(rising(readings((i) => ({ [name]: FLAT[name] + Math.floor(i / 8) })))).toEqual([
      expect.stringContaining(`The ${name} rose by `),
    ]);
    expect(rising(readings((i) => ({ [name]: FLAT[name] + [3, 0, 7, 1, 5][i % 5]! })))).toEqual([]);
  },
);
