// The same in Vitest, which loads ES modules.
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver } from '@needs-retry/core';
import { recordingSink, script } from '@needs-retry/testing';
import '@needs-retry/testing/vitest';
import { expect, test } from 'vitest';

async function recorded() {
  const recording = recordingSink();
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  const s3 = createRetryObserver({ sinks: [recording] }).observe(
    new S3Client({ region: 'us-east-1', credentials }),
  );
  script(s3).reply(503, 'SlowDown').reply(200);
  await s3.send(new ListBucketsCommand({}));
  return recording;
}

test('passes', async () => {
  const recording = await recorded();

  expect(recording).toHaveRetried('s3.ListBuckets', 1);
  expect(recording).not.toHaveRetried('dynamodb');
  expect(recording).toHaveEmittedEmf({ attempts: 2, cause: expect.stringContaining('Slow') });
});

test('fails', async () => {
  expect(await recorded()).toHaveRetried('s3', 2);
});
