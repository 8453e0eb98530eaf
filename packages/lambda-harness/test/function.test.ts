import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FunctionOptions, startFunction } from '../src/index.js';
import { handlerFile, messages, runtimes, started } from './started.js';

test.each([
  [
    { runtime: 'nodejs18.x' },
    'Expected `runtime` to be one of nodejs20.x, nodejs22.x, nodejs24.x, got nodejs18.x.',
  ],
  [
    { handlerFile: 'a.test.cjs' },
    'Expected `handlerFile` to be a .cjs or .mjs file without other dots, got a.test.cjs.',
  ],
  [
    { maxConcurrency: 2, runtime: 'nodejs20.x' },
    'Expected `maxConcurrency` with nodejs22.x or later in JSON format, got nodejs20.x, JSON.',
  ],
  [
    { maxConcurrency: 2, logFormat: 'Text' },
    'Expected `maxConcurrency` with nodejs22.x or later in JSON format, got nodejs24.x, Text.',
  ],
])('rejects %j', async (options, message) => {
  const wrong = { runtime: 'nodejs24.x', handlerFile: 'a.cjs', ...options } as FunctionOptions;

  await expect(startFunction(wrong)).rejects.toThrow(new TypeError(message));
});

test.each(runtimes)(
  'a handler that cannot be loaded answers its invocations with the reason: %s',
  async (runtime) => {
    const file = join(tmpdir(), `harness-${process.pid}-${runtime.replace('.', '')}`.concat('.cjs'));
    await writeFile(file, 'throw new RangeError("at import");');
    const fn = await started({ runtime, handlerFile: file });

    const outcome = await fn.invoke();

    expect(outcome).toMatchObject({ error: { errorType: 'RangeError', errorMessage: 'at import' } });
    await rm(file);
  },
);

test('two functions at once keep their logs apart', async () => {
  const options = { runtime: runtimes[0]!, handlerFile: handlerFile('endings.cjs') };
  const [a, b] = await Promise.all([started(options), started(options)]);

  const outcomes = await Promise.all([a.invoke({ ending: 'return' }), b.invoke({ ending: 'throw' })]);
  await Promise.all([a.stop(), b.stop()]);

  expect(outcomes).toMatchObject([{ result: 'returned' }, { error: { errorMessage: 'thrown' } }]);
  expect([messages(a).stdout, messages(b).stdout]).toEqual([
    ['return', 'finally'],
    ['throw', 'finally'],
  ]);
});

test('stop may be called twice, and answers what was running', async () => {
  const fn = await started({ runtime: runtimes[0]!, handlerFile: handlerFile('endings.cjs') });
  const running = fn.invoke({ ending: 'hang' });

  await Promise.all([fn.stop(), fn.stop()]);

  expect(await running).toMatchObject({ exited: { code: null, signal: 'SIGKILL' } });
});

test('a frozen environment stands still, and an event thaws it', async () => {
  const fn = await started({ runtime: runtimes[0]!, handlerFile: handlerFile('writers.cjs') });
  const state = () => readFileSync(`/proc/${fn.pid}/stat`, 'utf8').split(' ')[2];

  fn.freeze();
  // The signal takes effect on the other processor a moment later.
  while (state() !== 'T') await sleep(1);
  const outcome = await fn.invoke({ writer: 'once', lines: 2 });
  const thawed = state();
  await fn.stop();

  expect(thawed).not.toBe('T');
  expect(outcome).toMatchObject({ result: 'returned' });
  expect(messages(fn).stdout).toHaveLength(2);
});
