import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { s3, scriptedHandler } from '@needs-retry/fixtures';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { getRetryPlugin } from '@smithy/core/retry';
import { createRetryObserver, emfSink, lineSink, type Sink } from '../src/index.js';
import { recording, s3Client } from './support.js';

const fs = process.getBuiltinModule('node:fs');

afterEach(() => jest.restoreAllMocks());

/** Collects the text of each write until the test ends, and lets none of it out. */
function writes(): string[] {
  const all: string[] = [];
  jest.spyOn(fs, 'writeSync').mockImplementation(((_: number, data: string) => {
    all.push(data);
    return Buffer.byteLength(data);
  }) as never);
  return all;
}

test.each([
  ['elsewhere', undefined, /^needs-retry\.s3\.ListBuckets\|increment\|count=1\n$/],
  [
    'in Lambda',
    'f',
    /^needs-retry\.s3\.ListBuckets\|increment\|count=1\n\{"_aws":.*"functionName":"f".*\}\n$/,
  ],
])(
  'without sinks the line is written, in Lambda with its document: %s',
  async (_, functionName, expected) => {
    const written = writes();
    if (functionName !== undefined) process.env.AWS_LAMBDA_FUNCTION_NAME = functionName;
    const observer = createRetryObserver();
    delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    const client = s3Client({ requestHandler: scriptedHandler(s3.internalError(), s3.ok()) });

    await observer.observe(client).send(new ListBucketsCommand({}));

    expect(written).toEqual([expect.stringMatching(expected)]);
  },
);

test('in Lambda that document is the one of `emfSink` without options', () => {
  const written = writes();
  const event = retryEvent({ properties: { mine: 'yes', ServiceId: 'hostile', Retries: 9 } });
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'f';
  const observers = [createRetryObserver(), createRetryObserver({ sinks: [lineSink(), emfSink()] })];
  delete process.env.AWS_LAMBDA_FUNCTION_NAME;

  for (const observer of observers) observer.emit(event);

  expect(written[0]).toContain('"mine":"yes"');
  expect(written).toEqual([written[1], written[1]]);
});

test('sinks get only what is worth writing, though a handler listens to all', async () => {
  const [written, heard]: [string[], string[]] = [[], []];
  const observer = createRetryObserver({
    sinks: [{ write: (event) => written.push(event.eventName) }],
  });
  observer.on('*', (event) => heard.push(event.eventName));
  const client = s3Client({ requestHandler: scriptedHandler(s3.internalError(), s3.ok()) });

  await observer.observe(client).send(new ListBucketsCommand({}));

  expect(written).toEqual(['needs-retry.s3.ListBuckets']);
  expect(heard).toEqual([
    'needs-retry.s3.ListBuckets',
    'needs-retry.s3.ListBuckets',
    'after-call.s3.ListBuckets',
  ]);
});

test('a call that gave up is written though nobody listens, and an observer without handlers hides nothing', async () => {
  const [written, heard]: [string[], string[]] = [[], []];
  const silent = createRetryObserver({ sinks: [{ write: ({ kind }) => written.push(kind) }] });
  const listening = createRetryObserver({ sinks: [] });
  const client = s3Client({ requestHandler: scriptedHandler(s3.internalError()) });
  silent.observe(client);
  await client.send(new ListBucketsCommand({})).catch(() => {});

  listening.on('*', ({ kind }) => heard.push(kind));
  listening.observe(client);
  await client.send(new ListBucketsCommand({})).catch(() => {});

  expect(written).toEqual([
    'needs-retry',
    'needs-retry',
    'after-call',
    'needs-retry',
    'needs-retry',
    'after-call',
  ]);
  expect(heard).toEqual(['needs-retry', 'needs-retry', 'needs-retry', 'after-call']);
});

test('a line is written of retries alone, and what is not worth a document writes none', async () => {
  const written = writes();
  const problems: unknown[] = [];
  const observer = createRetryObserver({
    sinks: [lineSink({ maxWaitMs: 0, backlogBytes: 0 })],
    onError: (error) => problems.push(error),
  });
  const client = s3Client({ requestHandler: scriptedHandler(s3.slowDown()) });

  await observer
    .observe(client)
    .send(new ListBucketsCommand({}))
    .catch(() => {});
  await observer.flush();
  emfSink().write({ kind: 'after-call', outcome: 'success', service: 's3', operation: 'X' } as never);

  expect(written).toEqual(Array(2).fill('needs-retry.s3.ListBuckets|increment|count=1\n'));
  expect(problems).toEqual([]);
});

test('what is wrong with the stacks of several clients is reported once', async () => {
  const { observer, problems } = recording();
  for (let i = 0; i < 3; i++) {
    const client = observer.observe(s3Client({ requestHandler: scriptedHandler(s3.ok()) }));
    client.middlewareStack.use(getRetryPlugin(client.config as never) as never);
    await client.send(new ListBucketsCommand({}));
  }

  expect(problems.map(([, problem]) => problem)).toEqual([{ source: 'stack' }]);
});

test('what a handler returns may be waited for in any way', async () => {
  const { observer, problems } = recording();
  // biome-ignore lint/suspicious/noThenProperty: just that
  observer.on('*', () => ({ then: (resolve: (value: unknown) => void) => resolve('done') }));

  await observer
    .observe(s3Client({ requestHandler: scriptedHandler(s3.ok()) }))
    .send(new ListBucketsCommand({}));
  await new Promise(setImmediate);

  expect(problems).toEqual([]);
});

test('line and document of a retry leave in one write, before any other sink gets the event', async () => {
  const order = writes();
  const other: Sink = { write: (event) => order.push(`${event.kind} for another sink`) };
  const observer = createRetryObserver({ sinks: [other, lineSink(), emfSink()] });
  const client = s3Client({ requestHandler: scriptedHandler(s3.internalError(), s3.ok()) });

  await observer.observe(client).send(new ListBucketsCommand({}));

  expect(order).toEqual([
    expect.stringMatching(/^needs-retry\.s3\.ListBuckets\|increment\|count=1\n\{"_aws":.*\}\n$/),
    'needs-retry for another sink',
  ]);
});
