import { constants } from 'node:fs';
import { join } from 'node:path';
import { type Captured, type CaptureOptions, captureNode, emfProblems } from '@needs-retry/fixtures';
import type { Task } from './programs/write.js';

// The writer can be seen only from outside: each test runs a program that reports retries, and reads its output.
const LINE = 'needs-retry.s3.ListBuckets|increment|count=1';

async function run(task: Task, options: CaptureOptions = {}) {
  const captured = await captureNode(join(__dirname, 'programs', 'write.ts'), {
    args: [JSON.stringify(task)],
    ...options,
  });
  return { ...captured, ...read(captured) };
}

/** The retries by their number, and what came of them. */
function read({ stdout, stderr }: Captured) {
  const documents = stdout.filter((line) => line.startsWith('{'));
  const parsed = documents.map((line) => JSON.parse(line) as { n: number; lostLines?: number });
  return {
    lines: stdout.filter((line) => line === LINE).length,
    numbers: parsed.map(({ n }) => n),
    told: parsed.reduce((sum, { lostLines = 0 }) => sum + lostLines, 0),
    application: stdout.filter((line) => line.startsWith('application')),
    damaged: stdout.filter((line) => line !== '' && !isWhole(line)),
    result: stderr[0]?.startsWith('{')
      ? (JSON.parse(stderr[0]) as { took: number; flags: string })
      : undefined,
  };
}

function isWhole(line: string): boolean {
  if (line.startsWith('{')) return emfProblems(line).length === 0;
  return line === LINE || /^application \d+ \.{3000}$/.test(line);
}

// How long a slow reader takes depends on the machine: it is waited for as long as it takes.
const maxWaitMs = 20_000;

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

test('a retry is its line and its document, in this order', async () => {
  const { stdout, exitCode } = await run({ retries: 2 });

  expect(stdout.map((line) => (line.startsWith('{') ? JSON.parse(line).n : line))).toEqual([
    LINE,
    0,
    LINE,
    1,
  ]);
  expect(exitCode).toBe(0);
});

describe.each(['pipe', 'socket'] as const)('through a %s', (stdout) => {
  describe.each([
    ['untouched', {}],
    ['non-blocking', { touchesStdout: true }],
    ['in use by the application', { writes: true }],
  ])('whose descriptor is %s', (_, use) => {
    test.each(['exit', 'kill'] as const)('every retry is out before a slow reader’s %s', async (end) => {
      const reader = { pauseMs: 20 };
      const result = await run({ retries: 200, padding: 500, maxWaitMs, end, ...use }, { stdout, reader });

      expect(result.damaged.filter((line) => !/^(application|\.+$)/.test(line))).toEqual([]);
      expect(result.lines).toBe(200);
      expect(result.numbers).toEqual(upTo(200));
      expect(result.told).toBe(0);
    });
  });
});

test('beside an application that writes much, each whole line of it stays whole too', async () => {
  const { damaged, application, numbers } = await run(
    { retries: 200, writes: true, maxWaitMs },
    { reader: { pauseMs: 5 } },
  );

  expect(damaged).toEqual([]);
  expect(application).toHaveLength(200);
  expect(numbers).toEqual(upTo(200));
});

test('several threads never mix their lines', async () => {
  const { damaged, lines, numbers } = await run(
    { retries: 250, padding: 2_500, threads: 4 },
    { reader: { pauseMs: 1 } },
  );

  expect(damaged).toEqual([]);
  expect(lines).toBe(1_000);
  expect([...numbers].sort((a, b) => a - b)).toEqual(upTo(1_000).map((n) => Math.floor(n / 4)));
});

test('an application that never touched stdout keeps its blocking descriptor', async () => {
  const { result } = await run({ retries: 1 });

  expect(Number.parseInt(result?.flags ?? '', 8) & constants.O_NONBLOCK).toBe(0);
});

describe('a reader that stands still', () => {
  test.each([{}, { touchesStdout: true }])(
    'is waited for, and where it goes on in time nothing is lost: %j',
    async (use) => {
      const { lines, numbers } = await run(
        { retries: 200, padding: 500, maxWaitMs: 20_000, ...use },
        { reader: { stallMs: 700 } },
      );

      expect(lines).toBe(200);
      expect(numbers).toEqual(upTo(200));
    },
  );

  test.each([{}, { touchesStdout: true }, { writes: true }])(
    'is waited for so long in all; what it then finds in memory is all the rest, in order: %j',
    async (use) => {
      const { lines, numbers, told, damaged } = await run(
        { retries: 300, padding: 500, maxWaitMs: 100, later: 0, ...use },
        { reader: { stallMs: 2_000 } },
      );

      // The application's own line may be cut in two by ours: its beginning, and a rest of dots.
      expect(damaged.filter((line) => !/^(application|\.+$)/.test(line))).toEqual([]);
      expect([lines, numbers, told]).toEqual([300, upTo(300), 0]);
    },
  );

  test.each(['pipe', 'socket'] as const)(
    'and goes on after 1.5 s finds everything, though the process exits meanwhile: %s',
    async (stdout) => {
      const { lines, numbers, told, damaged } = await run(
        { retries: 300, padding: 500, end: 'exit', touchesStdout: true },
        { reader: { stallMs: 1_500 }, stdout },
      );

      expect([lines, numbers, told, damaged]).toEqual([300, upTo(300), 0, []]);
    },
  );

  test.each([{}, { touchesStdout: true }])(
    'finds what memory had room for, and what arrives later tells of what was lost: %j',
    async (use) => {
      const retries = 300;
      const { lines, numbers, told, damaged } = await run(
        { retries, padding: 500, maxWaitMs: 100, backlogBytes: 10_000, later: 5, ...use },
        { reader: { stallMs: 2_000 } },
      );

      const arrived = lines + numbers.length;
      expect(damaged).toEqual([]);
      expect(arrived).toBeLessThan(2 * retries);
      expect(arrived + told).toBe(2 * (retries + 5));
    },
  );

  test('is told of once, by however many sinks', async () => {
    const { lines, numbers, told } = await run(
      { retries: 300, padding: 500, maxWaitMs: 100, backlogBytes: 10_000, later: 5, documents: 2 },
      { reader: { stallMs: 2_000 } },
    );

    expect(told).toBeGreaterThan(0);
    expect(lines + numbers.length + told).toBe(3 * 305);
  });

  test('leaves no empty lines where nobody else writes', async () => {
    const { stdout } = await run({ retries: 500, padding: 500, later: 0 }, { reader: { stallMs: 1_500 } });

    expect(stdout).toHaveLength(1_000);
  });

  test('ends no program: it gives up within the wait and goes on', async () => {
    const { exitCode, lines } = await run(
      { retries: 5_000, maxWaitMs: 50, backlogBytes: 100_000 },
      { reader: 'stalled' },
    );

    expect(exitCode).toBe(0);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThan(5_000);
  });
});

test.each([
  ['04001', ['', LINE]],
  ['0104001', ['', LINE]],
  ['01', [LINE]],
  ['0100001', [LINE]],
])('the flags %s are read where /proc tells nothing else', async (flags, stdout) => {
  const program = join(__dirname, 'programs', 'flags-alone.ts');

  expect((await captureNode(program, { args: [flags] })).stdout).toEqual(stdout);
});

describe('a descriptor that cannot be written to', () => {
  test('the reader has gone: reported once, and nothing else happens', async () => {
    const { exitCode, stderr } = await run({ retries: 50 }, { reader: 'gone', stdout: 'socket' });

    expect(exitCode).toBe(0);
    expect(stderr.filter((line) => !line.startsWith('{'))).toEqual([
      'needs-retry: sink failed (Error EPIPE). Further ones are not shown; `onError` gets them all.',
    ]);
  });

  test('it is closed: reported once, and nothing else happens', async () => {
    const { exitCode, stderr } = await run({ retries: 50, closesStdout: true });

    expect(exitCode).toBe(0);
    expect(stderr.filter((line) => !line.startsWith('{'))).toEqual([
      'needs-retry: sink failed (Error EBADF). Further ones are not shown; `onError` gets them all.',
    ]);
  });
});
