import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { s3, scriptedHandler } from '@needs-retry/fixtures';
import { createRetryObserver, emfSink, lineSink, type Sink } from '../src/index.js';
import { s3Client } from './support.js';

const fs = process.getBuiltinModule('node:fs');

afterEach(() => jest.restoreAllMocks());

test('line and document of a retry leave in one write, before any other sink gets the event', async () => {
  const order: string[] = [];
  jest.spyOn(fs, 'writeSync').mockImplementation(((_: number, data: string) => {
    order.push(data);
    return Buffer.byteLength(data);
  }) as never);
  const other: Sink = { write: (event) => order.push(`${event.kind} for another sink`) };
  const observer = createRetryObserver({ sinks: [other, lineSink(), emfSink()] });
  const client = s3Client({ requestHandler: scriptedHandler(s3.internalError(), s3.ok()) });

  await observer.observe(client).send(new ListBucketsCommand({}));

  expect(order).toEqual([
    expect.stringMatching(/^needs-retry\.s3\.ListBuckets\|increment\|count=1\n\{"_aws":.*\}\n$/),
    'needs-retry for another sink',
  ]);
});
