import { GetObjectCommand, S3, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver, defaultObserver, type RetryEvent } from '@needs-retry/core';
import { credentials, s3, scriptedHandler } from '@needs-retry/fixtures';
import { skipDelays } from '@needs-retry/testing';
import { observeS3 } from '../src/index.js';

test('with bucketEndpoint the bucket is a URL, of which nothing is told', async () => {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('*', (event) => events.push(event));
  const requestHandler = scriptedHandler(s3.ok('<Result/>'));
  const config = { region: 'us-east-1', credentials, bucketEndpoint: true, requestHandler };
  const client = observeS3(new S3Client(config), observer);
  await client.send(
    new GetObjectCommand({ Bucket: 'https://user:secret@photos.example/?token=t', Key: 'k' }),
  );

  expect(events.map(({ properties }) => properties)).toEqual([{}, {}]);
});

test('an aggregated client is observed too, and returned as what it is', async () => {
  const events: string[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('needs-retry', ({ eventName, attempts }) => events.push(`${eventName} ${attempts}`));
  const requestHandler = scriptedHandler(s3.internalError(), s3.ok());
  const client: S3 = observeS3(new S3({ region: 'us-east-1', credentials, requestHandler }), observer);
  skipDelays(client);

  await client.listBuckets({});

  expect(events).toEqual(['needs-retry.s3.ListBuckets 1', 'needs-retry.s3.ListBuckets 2']);
});

test('without an observer it is the default one', async () => {
  const heard: string[] = [];
  const off = defaultObserver().on('needs-retry.s3.GetObject', ({ operation }) => heard.push(operation));
  const client = observeS3(
    new S3Client({ region: 'us-east-1', credentials, requestHandler: scriptedHandler(s3.ok('<Result/>')) }),
  );
  await client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' }));
  off();

  expect(heard).toEqual(['GetObject']);
});
