import type { LogFormat } from '../src/index.js';
import { everything, handlerFile, messages, runtimes, started } from './started.js';

const EMF = '{"_aws":{"CloudWatchMetrics":[]}}';
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

const text = (level: string, message: string) => `TIME\tID\t${level}\t${message}`;
const json = (level: string, message?: unknown) =>
  JSON.stringify({
    timestamp: 'TIME',
    level,
    requestId: 'ID',
    ...(message === undefined ? {} : { message }),
  });

/** What the patched console makes of the calls of the handler. */
const patched: Record<LogFormat, string[]> = {
  Text: [
    text('INFO', 'x'),
    text('INFO', 'taken at import'),
    text('INFO', EMF),
    text('INFO', '{ _aws: { CloudWatchMetrics: [] } }'),
    text('INFO', 'text and 1'),
    text('INFO', 'two\nlines'),
    text('INFO', 'undefined'),
    text('INFO', 'i'),
    text('ERROR', 'e'),
    text('WARN', 'w'),
    text('DEBUG', 'd'),
    text('TRACE', 't'),
    text('INFO', 'g'),
  ],
  JSON: [
    json('INFO', 'x'),
    json('INFO', 'taken at import'),
    json('INFO', EMF),
    json('INFO', { _aws: { CloudWatchMetrics: [] } }),
    json('INFO', 'text and 1'),
    json('INFO', 'two\nlines'),
    json('INFO'),
    json('INFO', 'i'),
    json('ERROR', 'e'),
    json('WARN', 'w'),
    json('DEBUG', 'd'),
    json('TRACE', 't'),
    json('INFO', 'g'),
  ],
};

const raw = ['{ d: 1 }', 'stdout.write', 'writeSync', EMF, 'two', 'events', 'Console.log'];

const combinations = runtimes.flatMap((runtime) =>
  (['Text', 'JSON'] as const).flatMap((logFormat) =>
    [true, false].flatMap((telemetry) =>
      (['pipe', 'socket'] as const)
        .filter((stdout) => everything || (stdout === 'pipe') === telemetry)
        .map((stdout) => ({ runtime, logFormat, telemetry, stdout })),
    ),
  ),
);

test.each(combinations)(
  'what each call becomes: $runtime, $logFormat, telemetry $telemetry, $stdout',
  async ({ runtime, logFormat, telemetry, stdout }) => {
    const fn = await started({
      runtime,
      logFormat,
      telemetry,
      stdout,
      logLevel: 'TRACE',
      handlerFile: handlerFile('console.cjs'),
    });

    await fn.invoke();
    await fn.stop();

    const { stdout: out, stderr, telemetry: frames } = messages(fn);
    const mask = (lines: string[]) => lines.map((line) => line.replace(TIME, 'TIME').replace(UUID, 'ID'));
    expect({ stdout: mask(out), stderr: mask(stderr), telemetry: mask(frames) }).toEqual({
      stdout: telemetry ? raw : [...patched[logFormat].map((line) => line.replaceAll('\n', '\r')), ...raw],
      stderr: ['Console.error'],
      telemetry: telemetry ? patched[logFormat] : [],
    });
    // Prefixed, an EMF document is taken still; as the message of a JSON line it is not.
    expect(fn.emfEvents().map(({ prefixed, source }) => ({ prefixed, source }))).toEqual([
      ...(logFormat === 'Text' ? [{ prefixed: true, source: telemetry ? 'telemetry' : 'stdout' }] : []),
      { prefixed: false, source: 'stdout' },
    ]);
  },
);

test.each(runtimes)('in JSON format below WARN the client drops its own lines: %s', async (runtime) => {
  const fn = await started({
    runtime,
    logFormat: 'JSON',
    logLevel: 'WARN',
    handlerFile: handlerFile('console.cjs'),
  });

  await fn.invoke();
  await fn.stop();

  expect(messages(fn).telemetry.map((line) => JSON.parse(line).message)).toEqual(['e', 'w']);
  expect(fn.droppedEvents().map((event) => event.message)).toEqual([EMF]);
});

test.each(runtimes)('the platform writes about each invocation: %s', async (runtime) => {
  const fn = await started({ runtime, handlerFile: handlerFile('ids.cjs') });
  const json = await started({ runtime, logFormat: 'JSON', handlerFile: handlerFile('ids.cjs') });

  const { requestId } = await fn.invoke();
  const inJson = await json.invoke();

  const platform = fn.logEvents().filter((event) => event.source === 'platform');
  expect(platform.map((event) => event.message.replace(/\d+(\.\d+)? ms/g, 'N ms'))).toEqual([
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: N ms\tBilled Duration: N ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB`,
  ]);
  const records = json.logEvents().filter((event) => event.source === 'platform');
  expect(records.map((event) => JSON.parse(event.message))).toEqual([
    {
      time: expect.stringMatching(TIME),
      type: 'platform.start',
      record: { requestId: inJson.requestId, version: '$LATEST' },
    },
    {
      time: expect.stringMatching(TIME),
      type: 'platform.report',
      record: {
        requestId: inJson.requestId,
        metrics: {
          durationMs: expect.any(Number),
          billedDurationMs: expect.any(Number),
          memorySizeMB: 128,
          maxMemoryUsedMB: 128,
        },
        status: 'success',
      },
    },
  ]);
});
