import type { FunctionOptions, LambdaFunction, Runtime } from '@needs-retry/lambda-harness';
import type { Ending, WritesEvent } from './handlers/writes.js';
import { everything, logOf, managed, runtimes, started } from './support-runtime.js';

jest.setTimeout(20_000);

const RETRIES = 200;
const LINE = 'needs-retry.s3.ListBuckets|increment|count=1';
const ENDINGS: readonly Ending[] = ['return', 'throw', 'exit', 'rejection', 'uncaught', 'block', 'hang'];
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** What is in the log of a function that has ended. Lines that Node.js kept for the application may be lost, or cut. */
async function ours(fn: LambdaFunction) {
  const { lines, documents, others } = await logOf(fn);
  return {
    lines: lines.filter((line) => line === LINE).length,
    documents: documents.map(({ n }) => n),
    damaged: others.filter(isOurs),
  };
}

const isOurs = (message: string) => message.includes('_aws') || message.includes('needs-retry');

const whole = { lines: RETRIES, documents: upTo(RETRIES), damaged: [] };

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

describe.each(combinations)(
  '$runtime, $logFormat, telemetry $telemetry, $stdout, writes itself $writes: a slow reader',
  ({ writes, ...fixed }) => {
    const options = { ...fixed, reader: { slowMs: 30 }, timeoutMs: 2_000 };

    test('every line is whole and there once, whatever the ending', async () => {
      const runs = ENDINGS.map(async (ending) => {
        const fn = await started('writes', options);
        await fn.invoke({ retries: RETRIES, writes, ending } satisfies WritesEvent);
        return [ending, await ours(fn)];
      });

      expect(Object.fromEntries(await Promise.all(runs))).toEqual(
        Object.fromEntries(ENDINGS.map((ending) => [ending, whole])),
      );
    });

    test('and frozen after its answer, then gone; who never touched stdout keeps it blocking', async () => {
      const fn = await started('writes', { ...options, freezes: true });

      const outcome = await fn.invoke({ retries: RETRIES, writes, ending: 'return' });

      expect(outcome).toMatchObject({ result: writes ? 'non-blocking' : 'blocking' });
      expect(await ours(fn)).toEqual(whole);
    });
  },
);

const threads = managed.flatMap((runtime) =>
  (['pipe', 'socket'] as const).flatMap((stdout) =>
    [true, false].flatMap((writes) =>
      (['return', 'hang'] as const).map((ending) => ({ runtime, stdout, writes, ending })),
    ),
  ),
);

test.each(everything ? threads : threads.filter((_, i) => i % 8 === 1 || i % 8 === 6))(
  'four threads never mix their lines: $runtime, $stdout, writes itself $writes, a slow reader, $ending',
  async ({ runtime, stdout, writes, ending }) => {
    const several = { maxConcurrency: 8, workerCount: 4, reader: { slowMs: 30 }, timeoutMs: 2_000 };
    const fn = await started('writes', { runtime, stdout, ...several });

    const writers = upTo(8).map((i) => `invocation ${i}`);
    await Promise.all(writers.map((by) => fn.invoke({ retries: RETRIES / 4, by, writes, ending })));

    const { lines, documents, others } = await logOf(fn);
    expect(others.filter(isOurs)).toEqual([]);
    expect(lines).toEqual(Array(RETRIES * 2).fill(LINE));
    const numbersOf = (by: string) => documents.filter((each) => each.by === by).map(({ n }) => n);
    expect(writers.map(numbersOf)).toEqual(writers.map(() => upTo(RETRIES / 4)));
  },
);

type Descriptor = Pick<FunctionOptions, 'stdout'> & Pick<WritesEvent, 'touches'>;

const nonBlocking: Descriptor[] = [
  { stdout: 'pipe', touches: true },
  { stdout: 'socket', touches: true },
];
// Of a pipe there is an opening of our own; a socket whose descriptor is blocking waits in the kernel.
const bounded: Descriptor[] = [{ stdout: 'pipe' }, ...nonBlocking];

const stalls = (descriptors: readonly Descriptor[]) =>
  runtimes.flatMap((runtime, i) =>
    descriptors
      .filter((_, j) => everything || (i + j) % runtimes.length === 0)
      .map((each) => ({ touches: false, ...each, runtime })),
  );

test.each(stalls([...bounded, { stdout: 'socket' }]))(
  'a reader that stands still for half a second costs no line: $runtime, $stdout, touches $touches',
  async ({ runtime, stdout, touches }) => {
    const fn = await started('writes', { runtime, stdout: stdout!, reader: 'stalled', timeoutMs: 10_000 });

    const invoked = fn.invoke({ retries: RETRIES, touches, writes: false, ending: 'return' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    fn.setReader('prompt');
    await invoked;

    expect(await ours(fn)).toEqual(whole);
  },
);

test.each(stalls(bounded))(
  'one that stands still for long is not waited for, and gets all when it goes on: $runtime, $stdout, touches $touches',
  async ({ runtime, stdout, touches }) => {
    const fn = await started('writes', { runtime, stdout: stdout!, reader: 'stalled', timeoutMs: 30_000 });
    // More than a socket's buffer takes as well.
    const retries = 4 * RETRIES;

    const invoked = fn.invoke({ retries, touches, writes: false, ending: 'return' });
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
    expect(documents.filter(({ lostLines }) => lostLines !== undefined)).toEqual([]);
    expect([lines.length, documents.length]).toEqual([retries + 1, retries + 1]);
  },
);
