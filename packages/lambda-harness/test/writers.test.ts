import { setTimeout as sleep } from 'node:timers/promises';
import { everything, handlerFile, messages, runtimes, started } from './started.js';

const LINES = 200;
const line = /^\d{6} x{992}$/;
const stdouts = everything ? (['pipe', 'socket'] as const) : (['pipe'] as const);
const combinations = runtimes.flatMap((runtime) => stdouts.map((stdout) => ({ runtime, stdout })));

const writing = (combination: (typeof combinations)[number], handlerName = 'handler') => ({
  ...combination,
  handlerName,
  handlerFile: handlerFile('writers.cjs'),
});

describe.each(combinations)('$runtime, $stdout', (combination) => {
  test.each(['return', 'exit', 'hang'])(
    'a loop of fs.writeSync loses nothing: slow reader, %s',
    async (ending) => {
      const fn = await started({ ...writing(combination), timeoutMs: 600, reader: { slowMs: 20 } });

      await fn.invoke({ writer: 'loop', touch: true, lines: LINES, ending });
      await fn.stop();

      const { stdout } = messages(fn);
      expect(stdout.map((text) => Number(text.slice(0, 6)))).toEqual([...Array(LINES).keys()]);
      expect(stdout.filter((text) => !line.test(text))).toEqual([]);
    },
  );

  test.each(['stdout', 'Console'])('what Node.js holds when it is killed is lost (%s)', async (writer) => {
    const fn = await started({ ...writing(combination), timeoutMs: 300, reader: 'stalled' });

    const outcome = await fn.invoke({ writer, lines: LINES * 2, ending: 'hang' });

    expect(outcome).toMatchObject({ timedOut: true });
    const arrived = messages(fn).stdout.filter((text) => line.test(text)).length;
    expect(arrived).toBeGreaterThan(0);
    expect(arrived).toBeLessThan(LINES * 2);
  });

  test('what Node.js holds when it is frozen comes with the next invocation', async () => {
    const fn = await started({ ...writing(combination), reader: 'stalled', freezes: true });

    const first = await fn.invoke({ writer: 'stdout', lines: LINES * 2 });
    fn.setReader('prompt');
    await fn.invoke({ writer: 'loop', lines: 0 });
    await fn.invoke({ writer: 'loop', lines: 0 });
    await fn.stop();

    const log = fn.logEvents().map((event) => event.message);
    const end = log.indexOf(`END RequestId: ${first.requestId}`);
    const after = log.slice(end).filter((text) => line.test(text)).length;
    expect(end).toBeGreaterThan(0);
    expect(after).toBeGreaterThan(0);
  });

  test('frozen and gone: what is in the kernel is read, the rest is lost', async () => {
    const fn = await started({ ...writing(combination), reader: 'stalled', freezes: true });

    const outcome = await fn.invoke({ writer: 'stdout', lines: LINES * 2 });
    await fn.stop();

    expect(outcome).toMatchObject({ result: 'returned' });
    const arrived = messages(fn).stdout.filter((text) => line.test(text)).length;
    expect(arrived).toBeGreaterThan(0);
    expect(arrived).toBeLessThan(LINES * 2);
  });

  test('one fs.writeSync to a full descriptor that Node.js made non-blocking throws EAGAIN', async () => {
    const fn = await started({ ...writing(combination), reader: 'stalled' });

    const outcome = await fn.invoke({ writer: 'once', touch: true, lines: LINES * 2 });

    expect(outcome).toMatchObject({ error: { errorMessage: expect.stringMatching(/^EAGAIN/) } });
  });

  test('a reader that stands still may be sent on', async () => {
    const fn = await started({ ...writing(combination), timeoutMs: 10_000, reader: 'stalled' });

    const invocation = fn.invoke({ writer: 'loop', touch: true, lines: LINES });
    // Long enough for the writer to be waiting; were it not, the test would still hold.
    await sleep(200);
    fn.setReader('prompt');

    expect(await invocation).toMatchObject({ result: 'returned' });
    await fn.stop();
    expect(messages(fn).stdout).toHaveLength(LINES);
  });

  test.each([
    { telemetry: true, atFirst: 'blocking', afterLog: 'blocking' },
    { telemetry: false, atFirst: 'blocking', afterLog: 'non-blocking' },
  ])('descriptor 1, telemetry $telemetry', async ({ telemetry, atFirst, afterLog }) => {
    const fn = await started({ ...writing(combination, 'descriptor'), telemetry });

    const flags = [
      await fn.invoke({}),
      await fn.invoke({ use: 'console.log' }),
      await fn.invoke({ use: 'process.stdout' }),
    ];

    expect(flags).toMatchObject([{ result: atFirst }, { result: afterLog }, { result: 'non-blocking' }]);
  });
});
