import type { LambdaFunction, Runtime } from '@needs-retry/lambda-harness';
import type { Ending, WritesEvent } from './handlers/writes.js';
import { everything, logOf, runtimes, started } from './support-runtime.js';

const RETRIES = 200;
const LINE = 'needs-retry.s3.ListBuckets|increment|count=1';
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

interface Combination {
  readonly runtime: Runtime;
  readonly logFormat: 'Text' | 'JSON';
  readonly telemetry: boolean;
  readonly stdout: 'pipe' | 'socket';
  readonly writes: boolean;
}

const all: Combination[] = runtimes.flatMap((runtime) =>
  (['Text', 'JSON'] as const).flatMap((logFormat) =>
    [true, false].flatMap((telemetry) =>
      (['pipe', 'socket'] as const).flatMap((stdout) =>
        [true, false].map((writes) => ({ runtime, logFormat, telemetry, stdout, writes })),
      ),
    ),
  ),
);
// The gate's sample has each value of each column with each runtime client.
const combinations = everything ? all : all.filter((_, i) => i % 16 === 3 || i % 16 === 12);
const endings: Ending[] = ['return', 'throw', 'exit', 'rejection', 'uncaught', 'block'];

async function expectWhole(fn: LambdaFunction): Promise<void> {
  const { lines, documents, others } = await logOf(fn);
  expect(lines).toEqual(Array(RETRIES).fill(LINE));
  expect(documents.map(({ n }) => n)).toEqual(upTo(RETRIES));
  // What Node.js kept of the application's own lines may be lost, or cut where it stopped: those are not ours.
  expect(others.filter((message) => message.includes('_aws') || message.includes('needs-retry.'))).toEqual(
    [],
  );
}

describe.each(combinations)(
  '$runtime, $logFormat, telemetry $telemetry, $stdout, writes itself $writes',
  (combination) => {
    const { writes, ...options } = combination;
    const event = (ending: Ending): WritesEvent => ({ retries: RETRIES, writes, ending });

    test.each(endings)(
      'every line is whole and there once, a slow reader and an end by %s',
      async (ending) => {
        const fn = await started('writes', { ...options, reader: { slowMs: 30 }, timeoutMs: 2_500 });

        await fn.invoke(event(ending));

        await expectWhole(fn);
      },
    );

    test('frozen after its answer, then gone', async () => {
      const fn = await started('writes', { ...options, reader: { slowMs: 30 }, freezes: true });

      await fn.invoke(event('return'));

      await expectWhole(fn);
    });
  },
);

test.each(runtimes)('a reader that stands still for half a second costs no line: %s', async (runtime) => {
  const fn = await started('writes', { runtime, reader: 'stalled', timeoutMs: 10_000 });

  const invoked = fn.invoke({ retries: RETRIES, writes: false, ending: 'return' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  fn.setReader('prompt');
  await invoked;

  await expectWhole(fn);
});

test.each(runtimes)(
  'one that stands still for long is not waited for: what is lost is told: %s',
  async (runtime) => {
    const fn = await started('writes', { runtime, reader: 'stalled', timeoutMs: 30_000 });

    const invoked = fn.invoke({ retries: RETRIES, writes: false, ending: 'return' });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    fn.setReader('prompt');
    await invoked;
    // A full pipe takes no line yet, and after its wait the writer tries each but once.
    for (let seen = -1; seen !== fn.logEvents().length; ) {
      seen = fn.logEvents().length;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await fn.invoke({ retries: 1, writes: false, ending: 'return' });

    const { lines, documents } = await logOf(fn);
    const told = documents.reduce((sum, { lostLines }) => sum + Number(lostLines ?? 0), 0);
    expect(lines.length + documents.length).toBeLessThan(2 * RETRIES);
    expect(lines.length + documents.length + told).toBe(2 * (RETRIES + 1));
  },
);
