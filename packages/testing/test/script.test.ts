import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { ScriptError, script } from '../src/index.js';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };
const s3Client = (more: S3ClientConfig = {}) => new S3Client({ ...config, ...more });
const list = new ListBucketsCommand({});

/** `SlowDown 3`: an error's name and how many attempts it took. */
function nameOf(error: { name: string; $metadata?: { attempts?: number } }): string {
  return `${error.name} ${error.$metadata?.attempts}`;
}

test('answers requests in order, and has them as they were sent', async () => {
  const s3 = s3Client();
  const replies = script(s3).reply(503, 'SlowDown').reply(200);

  await s3.send(list);

  replies.done();
  expect(
    replies.requests.map(({ operation, attempt, method, headers }) => [
      operation,
      attempt,
      method,
      headers['amz-sdk-request'],
    ]),
  ).toEqual([
    ['ListBuckets', 1, 'GET', 'attempt=1; max=3'],
    ['ListBuckets', 2, 'GET', 'attempt=2; max=3'],
  ]);
});

test('a request beyond the script fails, is not retried, and is told by done', async () => {
  const s3 = s3Client();
  const replies = script(s3).reply(503, 'SlowDown').on('PutObject').reply(200);

  const error = await s3.send(list).catch((error) => error);

  expect(error).toBeInstanceOf(ScriptError);
  expect(error.message).toBe(
    'No reply is left in the script for ListBuckets, attempt 2. It has: 503 SlowDown, 200 for PutObject. ' +
      'Add a reply, or find out why the request was sent.',
  );
  expect(() => replies.done()).toThrow(
    new ScriptError(
      [
        'The script was not played to its end.',
        'No reply is left in the script for ListBuckets, attempt 2. It has: 503 SlowDown, 200 for PutObject.',
        'Not used: 200 for PutObject.',
        'Requests sent: ListBuckets, attempt 1; ListBuckets, attempt 2.',
      ].join('\n'),
    ),
  );
});

test('done tells what was not used, and how often the rest was', async () => {
  const s3 = s3Client();
  const replies = script(s3)
    .reply(500, 'InternalError', { times: 4 })
    .timeout()
    .reply(200, '', { times: Number.POSITIVE_INFINITY });

  await s3.send(list).catch(() => {});

  expect(() => replies.done()).toThrow(
    new ScriptError(
      [
        'The script was not played to its end.',
        'Not used: 500 InternalError (used 3 of 4 times).',
        'Not used: timeout.',
        'Requests sent: ListBuckets, attempt 1; ListBuckets, attempt 2; ListBuckets, attempt 3.',
      ].join('\n'),
    ),
  );
});

test('a script without replies refuses everything, and none is fine if nothing is sent', async () => {
  const s3 = s3Client();
  const replies = script(s3);

  replies.done();
  const error = await s3.send(list).catch((error) => error);

  expect(error.message).toBe(
    'No reply is left in the script for ListBuckets, attempt 1. It has none. ' +
      'Add a reply, or find out why the request was sent.',
  );
});

test('replies for an operation go to its requests alone, also of calls that run at once', async () => {
  const s3 = s3Client();
  const replies = script(s3)
    .on('PutObject')
    .reply(503, 'SlowDown', { times: 2 })
    .reply(200)
    .on('GetObject')
    .reply(404, 'NoSuchKey')
    .on()
    .reply(200);

  const [put, get, listed] = await Promise.allSettled([
    s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' })),
    s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
    s3.send(list),
  ]);

  replies.done();
  expect([
    put.status === 'fulfilled' && put.value.$metadata.attempts,
    get.status === 'rejected' && get.reason.name,
    listed.status,
  ]).toEqual([3, 'NoSuchKey', 'fulfilled']);
});

test.each([
  { code: undefined, name: 'TimeoutError', expected: 'ECONNRESET' },
  { code: 'EPIPE', name: 'TimeoutError', expected: 'EPIPE' },
  { code: 'ECONNREFUSED', name: 'Error', expected: 'ECONNREFUSED' },
  { code: 'ENOTFOUND', name: 'Error', expected: 'ENOTFOUND' },
])('a connection that fails with $expected is tried again', async ({ code, name, expected }) => {
  const s3 = s3Client();
  const replies = script(s3).networkError(code, { times: 3 });

  const error = await s3.send(list).catch((error) => error);

  replies.done();
  expect([error.name, error.code, error.message, error.$metadata.attempts]).toEqual([
    name,
    expected,
    expected,
    3,
  ]);
});

test('a timeout is tried again', async () => {
  const s3 = s3Client();
  script(s3).timeout({ times: 3 });

  const error = await s3.send(list).catch((error) => error);

  expect([error.name, error.code, error.$metadata.attempts]).toEqual(['TimeoutError', 'ETIMEDOUT', 3]);
});

test('a request that hangs ends when the caller aborts it, and one aborted before is not sent', async () => {
  const s3 = s3Client();
  const controller = new AbortController();
  const replies = script(s3).hang();

  const hanging = s3.send(list, { abortSignal: controller.signal }).catch((error) => error.name);
  while (replies.requests.length === 0) await new Promise(setImmediate);
  controller.abort();
  const aborted = s3.send(list, { abortSignal: AbortSignal.abort() }).catch((error) => error.name);

  expect(await Promise.all([hanging, aborted])).toEqual(['AbortError', 'AbortError']);
  expect(replies.requests).toHaveLength(1);
});

test.each([
  { client: s3Client(), command: list, name: 'RequestTimeTooSkewed' },
  {
    client: new DynamoDBClient(config),
    command: new ListTablesCommand({}),
    name: 'InvalidSignatureException',
  },
])('the SDK corrects its clock: $name', async ({ client, command, name }) => {
  const day = 86_400_000;
  const replies = script(client as S3Client)
    .clockSkew(day)
    .reply(200);

  await (client as S3Client).send(command as ListBucketsCommand);

  const dates = replies.requests.map(({ headers }) => Date.parse(isoOf(headers['x-amz-date']!)));
  expect(dates[1]! - dates[0]!).toBeGreaterThan(day - 60_000);
  replies.restore();
  const refusals = script(client as S3Client).clockSkew(0, { times: 1 });
  const error = await (client as S3Client).send(command as ListBucketsCommand).catch((error) => error);
  refusals.done();
  expect(error.name).toBe(name);
});

/** `20260102T030405Z` as ISO 8601. */
function isoOf(date: string): string {
  return date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
}

test('headers of an answer arrive, and its `Retry-After` is not waited for', async () => {
  const s3 = s3Client();
  script(s3)
    .reply(503, 'SlowDown', { headers: { 'x-amz-retry-after': '3600000' } })
    .reply(503, 'SlowDown', { headers: { 'retry-after': '3600', 'x-amz-request-id': 'mine' } })
    .reply(404, 'NoSuchBucket', { headers: { 'x-amz-request-id': 'mine' } });

  const error = await s3.send(list).catch((error) => error);

  expect([nameOf(error), error.$metadata.requestId, error.$metadata.totalRetryDelay]).toEqual([
    'NoSuchBucket 3',
    'mine',
    0,
  ]);
});

test('a reply may depend on its request', async () => {
  const s3 = s3Client();
  const replies = script(s3).answer(
    ({ operation, attempt }) => ({ kind: 'response', status: attempt === 1 ? 502 : 200, body: operation! }),
    { times: 2 },
  );

  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));

  expect(await Body?.transformToString()).toBe('GetObject');
  replies.done();
});

test('an answer to HEAD has no body, so that its error has no code, and a load balancer gives none', async () => {
  const s3 = s3Client();
  const replies = script(s3).reply(503, 'SlowDown', { times: 3 }).reply(502, undefined, { times: 3 });

  const head = await s3.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' })).catch((error) => error);
  const balancer = await s3.send(list).catch((error) => error);

  expect([head, balancer].map((error) => [nameOf(error), error.$metadata.httpStatusCode])).toEqual([
    ['Unknown 3', 503],
    ['Unknown 3', 502],
  ]);
  replies.done();
});

test('works with handlers that the client has cached, and gives them back', async () => {
  const requestHandler = { handle: () => Promise.reject(new Error('own handler')) };
  const s3 = s3Client({ cacheMiddleware: true, maxAttempts: 1, requestHandler: requestHandler as never });
  const outcome = () => s3.send(list).then(({ $metadata }) => $metadata.attempts, String);

  const before = await outcome();
  const replies = script(s3).reply(200);
  const during = await outcome();
  replies.restore();
  const after = await outcome();

  expect([before, during, after]).toEqual(['Error: own handler', 1, 'Error: own handler']);
});

test('a second script takes the place of the first', async () => {
  const s3 = s3Client();
  const first = script(s3).reply(500, 'InternalError');
  const second = script(s3).reply(200);

  await s3.send(list);
  first.restore();

  second.done();
  expect(first.requests).toEqual([]);
  expect((await s3.send(list).catch((error) => error)).name).toBe('ScriptError');
});

test.each<[string, () => unknown, string]>([
  [
    'no client',
    () => script({} as never),
    'Expected `client` to be a client of the AWS SDK v3, got an object.',
  ],
  [
    'a status that is none',
    () => script(s3Client()).reply(99),
    'Expected `status` to be an integer from 200 to 599, got 99.',
  ],
  [
    'an error without a code',
    () => script(s3Client()).reply(503, { Code: 'SlowDown' }),
    'Expected `answer` to be an error code, or an object with a `code`, from status 300 on, got an object.',
  ],
  [
    'a member that an error has not',
    () => script(s3Client()).reply(503, { code: 'SlowDown', reason: 'x' }),
    'Unknown option `reason` of an error: it takes `code`, `message`, `members`.',
  ],
  [
    'an output that is none',
    () => script(s3Client()).reply(200, 7 as never),
    'Expected `answer` to be an output, text or bytes below status 300, got 7.',
  ],
  [
    'no times',
    () => script(s3Client()).timeout({ times: 0 }),
    'Expected `times` to be a positive integer or Infinity, got 0.',
  ],
  [
    'an unknown option',
    () => script(s3Client()).reply(200, {}, { header: {} } as never),
    'Unknown option `header` of reply: it takes `headers`, `times`.',
  ],
  [
    'no operation',
    () => script(s3Client()).on(''),
    'Expected `operation` to be the name of an operation, such as "ListBuckets", got "".',
  ],
  [
    'no function',
    () => script(s3Client()).answer({} as never),
    'Expected `reply` to be a function, got an object.',
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(new TypeError(message));
});
