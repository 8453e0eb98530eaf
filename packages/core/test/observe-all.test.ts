import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, PutObjectCommand, S3, S3Client } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Upload } from '@aws-sdk/lib-storage';
import { dynamodb, s3, scriptedHandler } from '@needs-retry/fixtures';
import { routedHandler } from '@needs-retry/testing';
import { mockClient } from 'aws-sdk-client-mock';
import { createRetryObserver, observeAll, type ServiceAdapter } from '../src/index.js';
import { attemptsOf, dynamodbClient, expectExactCounts, recording, s3Client } from './support.js';

const list = () => new ListBucketsCommand({});
const failingOnce = () => s3Client({ requestHandler: scriptedHandler(s3.slowDown(), s3.ok()) });
const table: ServiceAdapter = {
  service: 'dynamodb',
  properties: (input) => ({ resource: (input as { TableName: string }).TableName }),
};
const bucket: ServiceAdapter = { service: 's3', properties: () => ({ resource: 'a bucket' }) };

const undos: (() => void)[] = [];
const watch = (...args: Parameters<typeof observeAll>) => {
  const undo = observeAll(...args);
  undos.push(undo);
  return undo;
};
const sendOf = (client: object) => Reflect.get(client, 'send');
const original = sendOf(S3Client.prototype);

afterEach(() => {
  for (const undo of undos.splice(0)) undo();
  expect(sendOf(S3Client.prototype)).toBe(original);
});

test('clients of every service, made before and after, are observed with their adapters', async () => {
  const { observer, ...record } = recording();
  const before = failingOnce();
  watch(S3Client, { adapters: [table, bucket], observer });
  const after = dynamodbClient({ requestHandler: scriptedHandler(dynamodb.throttling(), dynamodb.ok({})) });

  await before.send(list());
  await after.send(new GetItemCommand({ TableName: 'orders', Key: {} }));

  expectExactCounts({ observer, ...record });
  expect(
    record.documents.map(({ ServiceId, resource, Retries = 0 }) => [ServiceId, resource, Retries]),
  ).toEqual([
    ['s3', 'a bucket', 0],
    ['s3', 'a bucket', 1],
    ['dynamodb', 'orders', 0],
    ['dynamodb', 'orders', 1],
  ]);
});

test('aggregated and document clients, those of libraries, and inner clients of credential providers', async () => {
  const { observer, events } = recording();
  watch(DynamoDBClient, { observer });
  const requestHandler = routedHandler(({ body }) =>
    String(body).includes('AssumeRole')
      ? { kind: 'response', status: 200, body: ASSUMED }
      : s3.ok('<CreateMultipartUploadResult><UploadId>u</UploadId></CreateMultipartUploadResult>'),
  );
  const master = async () => ({ accessKeyId: 'a', secretAccessKey: 's' });
  const credentials = fromTemporaryCredentials({
    masterCredentials: master,
    params: { RoleArn: 'arn:aws:iam::123456789012:role/reader', RoleSessionName: 'x' },
    clientConfig: { region: 'us-east-1', requestHandler } as object,
  });

  await new S3({ region: 'us-east-1', credentials, requestHandler }).listBuckets({});
  const base = dynamodbClient({ requestHandler: scriptedHandler(dynamodb.ok({})) });
  await DynamoDBDocumentClient.from(base).send(new GetCommand({ TableName: 'orders', Key: { id: '1' } }));
  const params = { Bucket: 'b', Key: 'k', Body: Buffer.from('x') };
  await new Upload({ client: s3Client({ requestHandler: scriptedHandler(s3.ok()) }), params }).done();

  const names = events.flatMap(({ kind, eventName }) => (kind === 'after-call' ? [eventName] : []));
  expect(names).toEqual([
    'after-call.sts.AssumeRole',
    'after-call.s3.ListBuckets',
    'after-call.dynamodb.GetItem',
    'after-call.s3.PutObject',
  ]);
});

test('a client that is observed by hand as well counts once, and stays observed after the undo', async () => {
  const record = recording();
  const client = failingOnce();
  const undo = watch(S3Client, { observer: record.observer });
  record.observer.observe(client);

  await client.send(list());
  undo();
  await client.send(list());

  expectExactCounts(record);
  expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)', '1:ok(200)']);
});

test('the undo takes everything back', async () => {
  const { observer, events } = recording();
  const client = failingOnce();
  const before = client.middlewareStack.identify();
  const undo = watch(S3Client, { observer });
  await client.send(list());
  const count = events.length;

  undo();
  await client.send(list());
  await failingOnce().send(list());

  expect(events).toHaveLength(count);
  expect(client.middlewareStack.identify()).toEqual(before);
  expect(sendOf(S3Client.prototype)).toBe(original);
});

test('the undo detaches every client, and one that is detached by hand stays so', async () => {
  const { observer, events } = recording();
  const undo = watch(S3Client, { observer });
  const clients = [failingOnce(), failingOnce(), failingOnce()] as const;
  for (const client of clients) await client.send(list());
  const count = events.length;

  observer.unobserve(clients[0]);
  await clients[0].send(list());
  undo();
  for (const client of clients) await client.send(list());

  expect(events).toHaveLength(count);
});

test('two who watch each get every event once, and one of them may leave', async () => {
  const [one, two] = [recording(), recording()];
  const undo = watch(S3Client, { observer: one.observer });
  watch(DynamoDBClient, { observer: two.observer });
  const client = failingOnce();

  await client.send(list());
  undo();
  await client.send(list());
  await failingOnce().send(list());

  expect(attemptsOf(one.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
  expect(attemptsOf(two.events)).toEqual([
    ...['1:SlowDown(503)', '2:ok(200)', '1:ok(200)'],
    ...['1:SlowDown(503)', '2:ok(200)'],
  ]);
});

test('the undo leaves a client to another who watches with the same observer', async () => {
  const { observer, events } = recording();
  const client = failingOnce();
  const undo = watch(S3Client, { observer });
  const undoOther = watch(S3Client, { observer });
  await client.send(list());

  undo();
  await client.send(list());
  undoOther();
  await client.send(list());

  expect(attemptsOf(events)).toEqual(['1:SlowDown(503)', '2:ok(200)', '1:ok(200)']);
});

test('a `send` that somebody puts over ours stays, and ours passes on after the undo', async () => {
  const { observer, events } = recording();
  const owner = Object.getPrototypeOf(S3Client.prototype) as { send: unknown };
  const undo = watch(S3Client, { observer });
  const ours = owner.send as (...args: unknown[]) => unknown;
  let passed = 0;
  const theirs = function (this: object, ...args: unknown[]) {
    passed++;
    return ours.apply(this, args);
  };
  owner.send = theirs;
  try {
    undo();
    await failingOnce().send(list());

    expect([owner.send === theirs, passed, events]).toEqual([true, 1, []]);
  } finally {
    owner.send = original;
  }
});

test('the undo does nothing to a class whose `send` somebody has taken away', () => {
  const owner = Object.getPrototypeOf(S3Client.prototype) as { send?: unknown };
  const undo = watch(S3Client, { observer: recording().observer });
  delete owner.send;
  try {
    expect(undo).not.toThrow();
    expect(owner.send).toBeUndefined();
  } finally {
    owner.send = original;
  }
});

test('a mock of a client and a client that has lost its retries are left alone', async () => {
  const { observer, events, problems } = recording();
  watch(S3Client, { observer });
  const mock = mockClient(S3Client);
  mock.on(PutObjectCommand).resolves({ ETag: 'e' });
  try {
    expect(await s3Client({}).send(new PutObjectCommand({ Bucket: 'b', Key: 'k' }))).toEqual({ ETag: 'e' });
  } finally {
    mock.restore();
  }
  const bare = failingOnce();
  bare.middlewareStack.remove('retryMiddleware');
  expect(() => bare.send(list())).toThrow('retryMiddleware is not found');

  expect([events, problems]).toEqual([[], []]);
});

test('calls, callbacks and synchronous errors are as without it', async () => {
  watch(S3Client, { observer: createRetryObserver({ sinks: [] }) });
  const client = failingOnce();
  const viaCallback = await new Promise((resolve) => client.send(list(), (_, output) => resolve(output)));

  expect(viaCallback).toMatchObject({ $metadata: { httpStatusCode: 200, attempts: 2 } });
  expect([client.send.name, client.send.length]).toEqual([original.name, original.length]);
});

test('NEEDS_RETRY_DISABLED patches nothing', () => {
  process.env.NEEDS_RETRY_DISABLED = 'Yes';
  try {
    watch(S3Client);
    expect(sendOf(S3Client.prototype)).toBe(original);
    // A mocked class need not have a `send`.
    watch(jest.fn() as never)();
  } finally {
    delete process.env.NEEDS_RETRY_DISABLED;
  }
});

test.each([
  [
    'Expected `clientClass` to be a client class of the SDK, with a method `send` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got a function.',
    () => watch(class {} as never),
  ],
  [
    'Expected `clientClass` to be a client class of the SDK, with a method `send` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got undefined.',
    () => watch(undefined as never),
  ],
  [
    'Unknown option `adapter` of observeAll: it takes `adapters`, `observer`.',
    () => watch(S3Client, { adapter: bucket } as object),
  ],
  [
    'Expected `adapters` to be an array, got an object.',
    () => watch(S3Client, { adapters: bucket as never }),
  ],
  [
    'Expected `observer` to be one of createRetryObserver, got an object.',
    () => watch(S3Client, { observer: {} as never }),
  ],
  [
    'Expected `observer` to be one of createRetryObserver, got null.',
    () => watch(S3Client, { observer: null as never }),
  ],
])('%s', (message, act) => {
  expect(act).toThrow(new TypeError(message));
});

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
