import { join } from 'node:path';
import { soak } from '../src/soak.js';

// Some seconds of `pnpm soak`. Whether a heap rises is not to be seen in so short a time: the counts must be exact, and
// nothing else may grow.

test('calls in flight, faults, failing handlers and sinks, calls that never settle', async () => {
  const { report, arrived, wrong } = await soak(
    { seconds: 2, seed: 1, callsToSettle: 600, inFlight: 300 },
    join(__dirname, '..', 'src', 'load.ts'),
  );

  expect(wrong.filter((each) => !each.startsWith('The heapBytes rose'))).toEqual([]);
  // A run in which little happens proves little.
  expect(report.expected.calls).toBeGreaterThan(500);
  expect(arrived.lines).toBeGreaterThan(50);
  expect(report.failures.expected).toBeGreaterThan(500);
}, 400_000);
