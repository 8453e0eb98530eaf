import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  createRetryObserver,
  defaultObserver,
  type RetryEvent,
  type ServiceAdapter,
} from '@needs-retry/core';
import { credentials, noDelay, type Reply, s3, scriptedHandler } from '@needs-retry/fixtures';
import { describeServiceAdapter } from '@needs-retry/fixtures/service-contract';
import { observeS3 } from '../src/index.js';

function observed(...replies: Reply[]) {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('*', (event) => events.push(event));
  const config = { region: 'us-east-1', credentials, retryStrategy: noDelay(), useArnRegion: true };
  const client = observeS3(
    new S3Client({ ...config, requestHandler: scriptedHandler(...replies) }),
    observer,
  );
  return { client, events };
}

const ok = s3.ok('<Result/>');

test.each([
  ['photos', 'photos'],
  ['arn:aws:s3:us-east-1:123456789012:accesspoint/reports', 'reports'],
  ['arn:aws:s3:us-east-1:123456789012:accesspoint:reports', 'reports'],
  ['arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01234567890123456/accesspoint/reports', 'reports'],
])('the bucket is the resource: %s', async (Bucket, resource) => {
  const { client, events } = observed(ok);
  await client.send(new PutObjectCommand({ Bucket, Key: 'private/key', Body: 'private' }));

  expect(events.map(({ properties }) => properties)).toEqual([{ resource }, { resource }]);
});

test('with bucketEndpoint the bucket is a URL, of which nothing is told', async () => {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('*', (event) => events.push(event));
  const config = {
    region: 'us-east-1',
    credentials,
    bucketEndpoint: true,
    requestHandler: scriptedHandler(ok),
  };
  const client = observeS3(new S3Client(config), observer);
  await client.send(
    new GetObjectCommand({ Bucket: 'https://user:secret@photos.example/?token=t', Key: 'k' }),
  );

  expect(events.map(({ properties }) => properties)).toEqual([{}, {}]);
});

test('a call without a bucket has no resource', async () => {
  const { client, events } = observed(ok);
  await client.send(new ListBucketsCommand({}));

  expect(events.map(({ properties }) => properties)).toEqual([{}, {}]);
});

test('nothing but the bucket is told of a copy', async () => {
  const { client, events } = observed(s3.slowDown(), s3.ok('<CopyObjectResult/>'));
  await client.send(new CopyObjectCommand({ Bucket: 'photos', Key: 'k', CopySource: 'private/source' }));

  expect(events.map(({ properties }) => properties)).toEqual(Array(3).fill({ resource: 'photos' }));
});

test('keys that S3 left undeleted for a reason that passes are hidden retries', async () => {
  const { client, events } = observed(
    s3.ok(
      '<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>InternalError</Code></Error><Error><Key>c</Key><Code>SlowDown</Code></Error><Error><Key>d</Key><Code>AccessDenied</Code></Error></DeleteResult>',
    ),
  );
  const Objects = ['a', 'b', 'c', 'd'].map((Key) => ({ Key }));
  await client.send(new DeleteObjectsCommand({ Bucket: 'photos', Delete: { Objects } }));

  expect(events.at(-2)).toMatchObject({
    kind: 'partial-failure',
    retryableEntries: 2,
    properties: { resource: 'photos' },
  });
});

test('an aggregated client is observed too, and returned as what it is', async () => {
  const events: string[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('needs-retry', ({ eventName, attempts }) => events.push(`${eventName} ${attempts}`));
  const requestHandler = scriptedHandler(s3.internalError(), s3.ok());
  const client: S3 = observeS3(
    new S3({ region: 'us-east-1', credentials, retryStrategy: noDelay(), requestHandler }),
    observer,
  );

  await client.listBuckets({});

  expect(events).toEqual(['needs-retry.s3.ListBuckets 1', 'needs-retry.s3.ListBuckets 2']);
});

test('without an observer it is the default one', async () => {
  const heard: string[] = [];
  const off = defaultObserver().on('needs-retry.s3.GetObject', ({ operation }) => heard.push(operation));
  const client = observeS3(
    new S3Client({ region: 'us-east-1', credentials, requestHandler: scriptedHandler(ok) }),
  );
  await client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' }));
  off();

  expect(heard).toEqual(['GetObject']);
});

describe('the adapter', () => {
  let adapter!: ServiceAdapter;
  const spy = { ...createRetryObserver({ sinks: [] }) };
  observeS3({} as S3Client, {
    ...spy,
    observe: (client, given) => {
      adapter = given as ServiceAdapter;
      return client;
    },
  });

  describeServiceAdapter(adapter, ['Bucket', 'Errors']);
});
