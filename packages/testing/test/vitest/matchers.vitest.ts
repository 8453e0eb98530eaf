import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver } from '@needs-retry/core';
import { expect, test } from 'vitest';
import { recordingSink, script } from '../../src/index.js';
import '../../src/vitest.js';

const recording = recordingSink();
const s3 = createRetryObserver({ sinks: [recording] }).observe(
  new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } }),
);

test('passes', async () => {
  recording.clear();
  const replies = script(s3).reply(503, 'SlowDown').networkError().reply(200);

  await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));

  replies.done();
  expect(recording).toHaveRetried('s3.PutObject', 2);
  expect(recording).not.toHaveRetried('dynamodb');
  expect(recording).toHaveEmittedEmf({ cause: expect.stringContaining('Slow'), attempts: 2 });
});

test('fails, for a count of retries', () => {
  expect(recording).toHaveRetried('s3', 1);
});

test('fails, for a document', () => {
  expect(recording).toHaveEmittedEmf({ kind: 'attempt', attempts: 4 });
});

test('fails, for a document that is not to be', () => {
  expect(recording).not.toHaveEmittedEmf({ attempts: 3 });
});
