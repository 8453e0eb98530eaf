import { Readable } from 'node:stream';
import { DynamoDBClient, ListTablesCommand, paginateListTables } from '@aws-sdk/client-dynamodb';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3,
  S3Client,
  waitUntilBucketExists,
} from '@aws-sdk/client-s3';
import { ListScheduledQueriesCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  credentials,
  dynamodb,
  GenericClient,
  generic,
  genericCommand,
  hang,
  refused,
  reset,
  s3,
  scriptedHandler,
  timeout,
} from '@needs-retry/fixtures';
import { type Reply, routedHandler, type ScriptedHandler } from '@needs-retry/testing';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import {
  attemptsOf,
  dynamodbClient,
  endsOf,
  expectExactCounts,
  immediate,
  recording,
  s3Client,
} from './support.js';

// The rows of the scenario table: what the SDK does, seen through an observer. Lines follow from the attempts, by
// `expectExactCounts`; where the SDK sets `$metadata.attempts` it is compared too.

const get = () => new GetObjectCommand({ Bucket: 'photos', Key: 'a.txt' });
const list = () => new ListBucketsCommand({});
const attemptsIn = (result: unknown) =>
  (result as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts;

/** Sends one command through an observed S3 client and tells what was seen. */
async function seen(handler: ScriptedHandler, config: object = {}, command: object = list()) {
  const record = recording();
  const client = await s3Client({ requestHandler: handler, ...config });
  record.observer.observe(client);
  const result = await client.send(command as ListBucketsCommand).catch((error: unknown) => error);
  expectExactCounts(record);
  return {
    attempts: attemptsOf(record.events),
    ends: endsOf(record.events),
    lines: record.lines.length,
    metadata: attemptsIn(result),
    requests: handler.requests.length,
  };
}

describe('one call', () => {
  test('1: succeeds at once', async () => {
    expect(await seen(scriptedHandler(s3.ok()))).toEqual({
      attempts: ['1:ok(200)'],
      ends: ['success 1'],
      lines: 0,
      metadata: 1,
      requests: 1,
    });
  });

  test('2: succeeds after SlowDown', async () => {
    expect(await seen(scriptedHandler(s3.slowDown(), s3.ok()))).toEqual({
      attempts: ['1:SlowDown(503)', '2:ok(200)'],
      ends: ['recovered 2'],
      lines: 1,
      metadata: 2,
      requests: 2,
    });
  });

  test('3: gives up after the three attempts that are the default', async () => {
    const record = recording();
    const handler = scriptedHandler(s3.internalError());
    const client = immediate(new S3Client({ region: 'us-east-1', credentials, requestHandler: handler }));
    record.observer.observe(client);

    const error = await client.send(list()).catch((thrown: unknown) => thrown);

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual([
      '1:InternalError(500)',
      '2:InternalError(500)',
      '3:InternalError(500)',
    ]);
    expect(attemptsIn(error)).toBe(3);
    expect(handler.requests).toHaveLength(3);
  });

  test('4: with maxAttempts 5', async () => {
    const failures = Array.from({ length: 4 }, () => s3.internalError());
    expect(await seen(scriptedHandler(...failures, s3.ok()), { maxAttempts: 5 })).toMatchObject({
      attempts: [1, 2, 3, 4].map((n) => `${n}:InternalError(500)`).concat('5:ok(200)'),
      lines: 4,
      metadata: 5,
    });
  });

  test('5: with maxAttempts 1', async () => {
    expect(await seen(scriptedHandler(s3.slowDown()), { maxAttempts: 1 })).toEqual({
      attempts: ['1:SlowDown(503)'],
      ends: ['gave-up 1'],
      lines: 0,
      metadata: 1,
      requests: 1,
    });
  });

  test('6: fails with an error that is not retried', async () => {
    expect(await seen(scriptedHandler(s3.noSuchBucket()), {}, get())).toEqual({
      attempts: ['1:NoSuchBucket(404)'],
      ends: ['failed 1'],
      lines: 0,
      metadata: 1,
      requests: 1,
    });
  });

  test.each([
    ['7: connection reset', reset(), 'TimeoutError', 'ECONNRESET'],
    ['9: socket timeout', timeout(), 'TimeoutError', 'ETIMEDOUT'],
  ])('%s, then success', async (_, fault, errorName, errorCode) => {
    const record = recording();
    const client = record.observer.observe(s3Client({ requestHandler: scriptedHandler(fault, s3.ok()) }));

    const result = await client.send(list());

    expectExactCounts(record);
    expect(attemptsIn(result)).toBe(2);
    expect(attemptsOf(record.events)).toEqual([`1:${errorName}`, '2:ok(200)']);
    expect(record.events[0]).toMatchObject({ errorCode, errorType: 'TRANSIENT', statusCode: undefined });
  });

  test.each([
    ['8: ECONNREFUSED', refused(), 'Error'],
    ['10: ProvisionedThroughputExceededException', dynamodb.provisionedThroughputExceeded(), undefined],
  ])('%s, four times: the default of DynamoDB', async (_, fault, errorName) => {
    const record = recording();
    const client = immediate(
      new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler: scriptedHandler(fault) }),
    );
    record.observer.observe(client);

    const error = await client.send(new ListTablesCommand({})).catch((thrown: unknown) => thrown);

    expectExactCounts(record);
    const name = errorName ?? 'ProvisionedThroughputExceededException(400)';
    expect(attemptsOf(record.events)).toEqual([1, 2, 3, 4].map((n) => `${n}:${name}`));
    expect(attemptsIn(error)).toBe(4);
  });

  test('12: 501 is not retried', async () => {
    expect(await seen(scriptedHandler(s3.error(501, 'NotImplemented')))).toMatchObject({
      attempts: ['1:NotImplemented(501)'],
      ends: ['failed 1'],
      metadata: 1,
    });
  });

  test('13: an unknown name with 429 is throttling', async () => {
    const record = recording();
    const handler = scriptedHandler(s3.error(429, 'EnhanceYourCalm'), s3.ok());
    await record.observer.observe(s3Client({ requestHandler: handler })).send(list());

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:EnhanceYourCalm(429)', '2:ok(200)']);
    expect(record.events[0]).toMatchObject({ errorType: 'THROTTLING', throttled: true });
  });

  test('25: a streaming body is never sent again', async () => {
    const record = recording();
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const client = record.observer.observe(
      s3Client({ requestHandler: scriptedHandler(s3.slowDown()), logger }),
    );
    const put = new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Readable.from(['x']), ContentLength: 1 });

    const error = await client.send(put).catch((thrown: unknown) => thrown);

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)']);
    expect(attemptsIn(error)).toBeUndefined();
    expect(record.events.at(-1)).toMatchObject({ outcome: 'gave-up', gaveUpBecause: 'streaming-body' });
  });

  test('25: nor is one of the web', async () => {
    const record = recording();
    const client = immediate(
      new GenericClient({ requestHandler: scriptedHandler(generic.error(500, 'Broken'), generic.ok()) }),
    );
    client.middlewareStack.add(
      (next) => (args) =>
        next({ ...args, request: { ...(args.request as object), body: new ReadableStream() } }),
      { step: 'build' },
    );
    record.observer.observe(client);

    await expect(client.send(new (genericCommand('Pour'))({}))).rejects.toThrow('Broken');

    expectExactCounts(record);
    expect(record.events).toMatchObject([
      { attempts: 1, statusCode: 500 },
      { outcome: 'gave-up', gaveUpBecause: 'streaming-body' },
    ]);
  });

  test('26: a buffer is', async () => {
    const put = new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Buffer.from('x') });
    expect(await seen(scriptedHandler(s3.slowDown(), s3.ok()), {}, put)).toMatchObject({
      attempts: ['1:SlowDown(503)', '2:ok(200)'],
      metadata: 2,
    });
  });

  test('41: an error in an answer of 200', async () => {
    const copy = new CopyObjectCommand({ Bucket: 'b', Key: 'k', CopySource: 'b/j' });
    const ok = s3.ok('<CopyObjectResult><ETag>"x"</ETag></CopyObjectResult>');
    const result = await seen(scriptedHandler(s3.copyErrorInOk(), ok), {}, copy);
    expect(result).toMatchObject({ ends: ['recovered 2'], lines: 1, metadata: 2 });
    expect(result.attempts).toEqual([expect.stringMatching(/^1:SlowDown/), '2:ok(200)']);
  });

  test('32: a clock that is wrong by an hour', async () => {
    const skewed = s3.error(403, 'RequestTimeTooSkewed', 'skewed', {
      date: new Date(Date.now() + 3_600_000).toUTCString(),
    });
    expect(await seen(scriptedHandler(skewed, s3.ok()))).toMatchObject({
      attempts: ['1:RequestTimeTooSkewed(403)', '2:ok(200)'],
      lines: 1,
      metadata: 2,
    });
  });
});

describe('retry strategies', () => {
  const failures = (count: number) => Array.from({ length: count }, () => s3.internalError());

  test('11: the delay that the server asks for is waited, and reported', async () => {
    const record = recording();
    const throttled = dynamodb.error(400, 'ThrottlingException', { message: 'slow' }, { 'retry-after': '1' });
    const client = dynamodbClient({ requestHandler: scriptedHandler(throttled, dynamodb.ok()) });
    record.observer.observe(client);

    const result = await client.send(new ListTablesCommand({}));

    expectExactCounts(record);
    const [, second] = record.events;
    expect(second).toMatchObject({ kind: 'needs-retry', attempts: 2 });
    // The SDK's own sum and ours are of two clocks that start a moment apart.
    const delayMs = second?.kind === 'needs-retry' ? (second.delayMs ?? 0) : 0;
    expect(delayMs).toBeGreaterThanOrEqual((result.$metadata.totalRetryDelay ?? Number.NaN) - 20);
    expect(record.documents.at(-1)?.RetryDelay).toBe(delayMs);
    expect(record.events.map((event) => event.kind === 'needs-retry' && event.retryAfterMs)).toEqual([
      1_000,
      1_000,
      false,
    ]);
  });

  test('14: adaptive', async () => {
    const config = { retryMode: 'adaptive' };
    expect(await seen(scriptedHandler(s3.internalError(), s3.ok()), config)).toMatchObject({
      attempts: ['1:InternalError(500)', '2:ok(200)'],
      metadata: 2,
    });
  });

  test('15: ConfiguredRetryStrategy, whose maximum is not the client’s', async () => {
    const record = recording();
    const client = s3Client({
      maxAttempts: 3,
      retryStrategy: new ConfiguredRetryStrategy(5, () => 0),
      requestHandler: scriptedHandler(...failures(4), s3.ok()),
    });
    const result = await record.observer.observe(client).send(list());

    expectExactCounts(record);
    expect(attemptsIn(result)).toBe(5);
    expect(record.events.map((event) => 'maxAttempts' in event && event.maxAttempts)).toEqual([
      5, 5, 5, 5, 5, 5,
    ]);
  });

  test('16: a token whose count never grows', async () => {
    const token = { getRetryCount: () => 0, getRetryDelay: () => 0, getRetryCost: () => undefined };
    let left = 2;
    const retryStrategy = {
      acquireInitialRetryToken: async () => token,
      refreshRetryTokenForRetry: async () => {
        if (left-- > 0) return token;
        throw new Error('no token');
      },
      recordSuccess() {},
    };
    expect(await seen(scriptedHandler(...failures(2), s3.ok()), { retryStrategy })).toMatchObject({
      attempts: ['1:InternalError(500)', '2:InternalError(500)', '3:ok(200)'],
      lines: 2,
      metadata: 1,
    });
  });

  // biome-ignore lint/suspicious/noExplicitAny: a strategy of the first generation, as users wrote them
  type First = { retry(next: any, args: any): Promise<any> };
  const first = (again: (args: { input: object; request: object }) => object): First => ({
    async retry(next, args) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await next(attempt === 1 ? args : again(args));
        } catch (error) {
          if (attempt === 3) throw error;
        }
      }
    },
  });
  const clone = (request: object) =>
    Object.assign(Object.create(Object.getPrototypeOf(request)), { ...request });
  const freshly = ({ input, request }: { input: object; request: object }) => ({
    input,
    request: clone(request),
  });

  test.each([
    ['plain', first((args) => args)],
    ['rebuilding args', first(({ input, request }) => ({ input, request }))],
    ['cloning the request', first((args) => ({ ...args, request: clone(args.request) }))],
    ['rebuilding args around a clone', first(freshly)],
  ])('17: of the first generation, %s', async (_, retryStrategy) => {
    const config = { retryStrategy: retryStrategy as never };
    expect(await seen(scriptedHandler(...failures(2), s3.ok()), config)).toEqual({
      attempts: ['1:InternalError(500)', '2:InternalError(500)', '3:ok(200)'],
      ends: ['recovered 3'],
      lines: 2,
      metadata: undefined,
      requests: 3,
    });
  });

  test('17: the last one under a command that is observed by itself hides attempts, and this is reported once', async () => {
    const record = recording();
    const client = s3Client({
      retryStrategy: first(freshly) as never,
      requestHandler: scriptedHandler(...failures(2), s3.ok()),
    });
    const command = list();
    command.middlewareStack.use(record.observer.plugin());

    await client.send(command);

    expect(attemptsOf(record.events)).toEqual(['1:InternalError(500)']);
    expect(record.problems).toEqual([
      [
        new Error(
          'A retry strategy rebuilt the arguments of a command that is observed by itself: its attempts are not counted. Observe the client instead.',
        ),
        { source: 'stack' },
      ],
    ]);
  });

  test('18: of the first generation, with two attempts at once', async () => {
    const record = recording();
    const retryStrategy: First = {
      async retry(next, args) {
        const [, second] = await Promise.allSettled([
          next(args),
          next({ ...args, request: clone(args.request) }),
        ]);
        return (second as PromiseFulfilledResult<unknown>).value;
      },
    };
    const client = s3Client({
      retryStrategy: retryStrategy as never,
      requestHandler: scriptedHandler(s3.internalError(), s3.ok()),
    });
    await record.observer.observe(client).send(list());

    expectExactCounts(record);
    expect(attemptsOf(record.events).sort()).toEqual(['1:InternalError(500)', '2:ok(200)']);
  });

  test('a strategy that fails over a success makes the SDK send again: each request is an attempt', async () => {
    const strategy = new ConfiguredRetryStrategy(3, 0);
    let failed = 0;
    const retryStrategy = Object.assign(Object.create(strategy), {
      recordSuccess() {
        if (failed++ < 2) throw Object.assign(new Error('bug'), { name: 'TimeoutError' });
      },
    });
    expect(await seen(scriptedHandler(s3.ok()), { retryStrategy })).toMatchObject({
      attempts: ['1:ok(200)', '2:ok(200)', '3:ok(200)'],
      metadata: 3,
      requests: 3,
    });
  });

  /** A strategy that never retries and shows its quota, as `StandardRetryStrategy` does. */
  const quotaOf = (capacity: unknown, cost?: (errorType: string) => unknown) => ({
    acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
    refreshRetryTokenForRetry: () => Promise.reject(new Error('no token')),
    recordSuccess() {},
    getCapacity: () => capacity,
    ...(cost && { getCapacityCost: cost }),
  });
  const costs = (errorType: string) => (errorType === 'THROTTLING' ? 3 : 30);

  test.each<[string, object, Reply, string | undefined]>([
    ['below what a throttled retry costs', quotaOf(4), s3.slowDown(), 'quota'],
    ['of just what a throttled retry costs', quotaOf(5), s3.slowDown(), undefined],
    ['below what another retry costs', quotaOf(13), s3.internalError(), 'quota'],
    ['of just what another retry costs', quotaOf(14), s3.internalError(), undefined],
    ['below its own cost', quotaOf(2, costs), s3.slowDown(), 'quota'],
    ['of just its own cost', quotaOf(3, costs), s3.slowDown(), undefined],
    ['below its own cost of another error', quotaOf(29, costs), s3.internalError(), 'quota'],
    ['of just its own cost of another error', quotaOf(30, costs), s3.internalError(), undefined],
    ['below ours, with a cost that is no number', quotaOf(4, () => 'much'), s3.slowDown(), 'quota'],
    [
      'inside another strategy',
      { ...quotaOf(99), standardRetryStrategy: quotaOf(4) },
      s3.slowDown(),
      'quota',
    ],
    ['that is no number', quotaOf('little'), s3.slowDown(), undefined],
    ['that cannot be read', quotaOf(0, () => raise()), s3.slowDown(), undefined],
  ])('a quota %s', async (_, retryStrategy, reply, expected) => {
    const record = recording();
    const client = s3Client({
      retryStrategy: retryStrategy as never,
      requestHandler: scriptedHandler(reply),
    });
    await record.observer
      .observe(client)
      .send(list())
      .catch(() => {});

    expect(record.events.at(-1)).toMatchObject({ outcome: 'gave-up', gaveUpBecause: expected });
  });
  const raise = () => {
    throw new Error('unreadable');
  };

  test('45: calls that share a quota', async () => {
    const record = recording();
    const handler = scriptedHandler(s3.internalError());
    const client = record.observer.observe(s3Client({ requestHandler: handler }));

    const errors = [];
    for (let i = 0; i < 24; i++) errors.push(await client.send(list()).catch((error: unknown) => error));

    expectExactCounts(record);
    const attempts = errors.map(attemptsIn);
    expect(handler.requests).toHaveLength(59);
    expect(attempts.reduce<number>((n, each) => n + (each ?? 0), 0)).toBe(59);
    expect(record.lines).toHaveLength(35);
    const reasons = record.events.flatMap((event) =>
      event.kind === 'after-call' ? [event.gaveUpBecause] : [],
    );
    expect(reasons).toEqual([...Array(17).fill('attempts'), ...Array(7).fill('quota')]);
  });
});

describe('redirects', () => {
  const followRegionRedirects = true;

  test('22: a region redirect goes on counting', async () => {
    const result = await seen(
      scriptedHandler(s3.redirect('eu-west-1'), s3.ok()),
      { followRegionRedirects },
      get(),
    );
    expect(result).toEqual({
      attempts: ['1:PermanentRedirect(301)', '2:ok(200)'],
      ends: ['recovered 2'],
      lines: 1,
      metadata: 1,
      requests: 2,
    });
  });

  test('23: so do retries before and after it; the cause tells which was which', async () => {
    const record = recording();
    const replies = [s3.slowDown(), s3.redirect('eu-west-1'), s3.slowDown(), s3.ok()];
    const client = s3Client({ followRegionRedirects, requestHandler: scriptedHandler(...replies) });
    await record.observer.observe(client).send(get());

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual([
      '1:SlowDown(503)',
      '2:PermanentRedirect(301)',
      '3:SlowDown(503)',
      '4:ok(200)',
    ]);
    const causes = record.events.map((event) => event.kind === 'needs-retry' && event.cause?.errorType);
    expect(causes.slice(0, 4)).toEqual([undefined, 'THROTTLING', 'REDIRECT', 'THROTTLING']);
  });
});

test.each([
  [300, 'Moved', 'ListBuckets', 'REDIRECT'],
  [399, 'Moved', 'ListBuckets', 'REDIRECT'],
  [400, 'Moved', 'ListBuckets', 'CLIENT_ERROR'],
  [400, 'IllegalLocationConstraintException', 'ListBuckets', 'REDIRECT'],
  [404, 'IllegalLocationConstraintException', 'ListBuckets', 'CLIENT_ERROR'],
  [400, 'Moved', 'HeadBucket', 'REDIRECT'],
  [404, 'Moved', 'HeadBucket', 'CLIENT_ERROR'],
  [undefined, 'Moved', 'HeadBucket', 'CLIENT_ERROR'],
])('a loop after %s %s of %s follows %s', async (httpStatusCode, name, operation, expected) => {
  for (const isSameLoop of [false, true]) {
    const record = recording();
    const error = Object.assign(new Error('elsewhere'), {
      name,
      $metadata: { httpStatusCode },
      ...(isSameLoop && { $retryable: {} }),
    });
    const client = s3Client({ requestHandler: scriptedHandler(s3.ok()) });
    let failures = 1;
    const fail = (next: (args: never) => Promise<never>) => async (args: never) => {
      if (failures-- > 0) throw error;
      return next(args);
    };
    client.middlewareStack.add((next) => (args) => next(args).catch(() => next(args)), {
      step: 'initialize',
    });
    client.middlewareStack.addRelativeTo(fail as never, {
      relation: 'after',
      toMiddleware: 'retryMiddleware',
    });
    const command = operation === 'HeadBucket' ? new HeadBucketCommand({ Bucket: 'b' }) : list();

    await record.observer.observe(client).send(command as never);

    expectExactCounts(record);
    // The same error within a loop is retried, and no redirect.
    expect(record.events[1]).toMatchObject({
      attempts: 2,
      cause: { errorName: name, errorType: isSameLoop ? 'TRANSIENT' : expected },
    });
  }
});

test('a middleware’s own second loop is not called a redirect', async () => {
  const record = recording();
  const client = s3Client({ requestHandler: scriptedHandler(s3.error(400, 'ExpiredToken'), s3.ok()) });
  client.middlewareStack.add((next) => (args) => next(args).catch(() => next(args)), { step: 'initialize' });
  await record.observer.observe(client).send(list());

  expectExactCounts(record);
  expect(record.events[1]).toMatchObject({
    attempts: 2,
    cause: { errorName: 'ExpiredToken', errorType: 'CLIENT_ERROR' },
  });
});

describe('nothing sent', () => {
  test('24: presigning', async () => {
    const record = recording();
    const client = record.observer.observe(s3Client({ requestHandler: scriptedHandler(s3.ok()) }));

    const urls = [await getSignedUrl(client, get()), await getSignedUrl(client, get())];

    expect(urls).toEqual([
      expect.stringContaining('X-Amz-Signature'),
      expect.stringContaining('X-Amz-Signature'),
    ]);
    expect(record.events).toEqual([]);
    expect(record.observer.callsInFlight()).toEqual([]);
  });

  test.each(['inside', 'outside'])('48: a cache %s the retry loop that answers by itself', async (place) => {
    const record = recording();
    const client = record.observer.observe(s3Client({ requestHandler: scriptedHandler(s3.ok()) }));
    const cached = { output: { $metadata: {}, Buckets: [] }, response: {} };
    const answering = () => async () => cached as never;
    if (place === 'inside')
      client.middlewareStack.add(answering, { step: 'finalizeRequest', priority: 'low' });
    else client.middlewareStack.add(answering, { step: 'build', priority: 'low' });

    expect(await client.send(list())).toBe(cached.output);
    expect(record.events).toEqual([]);
  });

  test('30: credentials that cannot be had', async () => {
    const record = recording();
    const failing = async () => Promise.reject(new Error('no credentials'));
    const client = s3Client({ credentials: failing, requestHandler: scriptedHandler(s3.ok()) });

    await expect(record.observer.observe(client).send(list())).rejects.toThrow('no credentials');

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual([]);
    expect(endsOf(record.events)).toEqual(['failed 0']);
  });

  test('30: credentials that time out: nothing was tried, so nothing was given up', async () => {
    const record = recording();
    const timeout = Object.assign(new Error('no credentials'), { name: 'TimeoutError' });
    const client = s3Client({
      credentials: () => Promise.reject(timeout),
      requestHandler: scriptedHandler(s3.ok()),
    });

    await expect(record.observer.observe(client).send(list())).rejects.toBe(timeout);

    expect(record.events).toMatchObject([{ kind: 'after-call', errorType: 'TRANSIENT', outcome: 'failed' }]);
    expect(record.documents).toEqual([]);
  });

  test('31: a mistake that the client finds', async () => {
    const record = recording();
    const client = record.observer.observe(s3Client({ requestHandler: scriptedHandler(s3.ok()) }));

    await expect(client.send(new GetObjectCommand({ Key: 'k' } as never))).rejects.toThrow(/Bucket/);

    expectExactCounts(record);
    expect(endsOf(record.events)).toEqual(['failed 0']);
  });
});

describe('aborts', () => {
  test('27: before anything is sent', async () => {
    const record = recording();
    const handler = scriptedHandler(s3.ok());
    const client = record.observer.observe(s3Client({ requestHandler: handler }));

    const error = await client.send(list(), { abortSignal: AbortSignal.abort() }).catch((e: unknown) => e);

    expectExactCounts(record);
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(attemptsOf(record.events)).toEqual(['1:AbortError']);
    expect(record.events[0]).toMatchObject({ errorType: 'ABORTED', throttled: false });
    expect(endsOf(record.events)).toEqual(['aborted 1']);
    expect(handler.requests).toEqual([]);
  });

  test('28: while a request is out', async () => {
    const record = recording();
    const abort = new AbortController();
    const handler = routedHandler(() => {
      queueMicrotask(() => abort.abort());
      return hang();
    });
    const client = record.observer.observe(s3Client({ requestHandler: handler }));

    await expect(client.send(list(), { abortSignal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:AbortError']);
    expect(endsOf(record.events)).toEqual(['aborted 1']);
  });

  test('29: while the SDK waits: the throttled attempt is counted all the same', async () => {
    const record = recording();
    const abort = new AbortController();
    // The SDK's own backoff, a second long, which the abort cuts short.
    const client = new S3Client({
      region: 'us-east-1',
      credentials,
      requestHandler: scriptedHandler(s3.slowDown()),
    });
    record.observer.observe(client);
    record.observer.on('needs-retry', () => setImmediate(() => abort.abort()));

    await expect(client.send(list(), { abortSignal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)']);
    expect(endsOf(record.events)).toEqual(['aborted 1']);
    expect(record.documents).toMatchObject([{ kind: 'attempt', Throttles: 1, attempts: 1 }]);
  });
});

describe('several calls behind one', () => {
  test('33: a waiter’s polls are calls, not retries', async () => {
    const record = recording();
    const notFound = { kind: 'response', status: 404 } as const;
    const handler = scriptedHandler(notFound, notFound, { kind: 'response', status: 500 }, s3.ok());
    const client = record.observer.observe(s3Client({ requestHandler: handler }));

    await waitUntilBucketExists(
      { client, maxWaitTime: 60, minDelay: 0.001, maxDelay: 0.001 },
      { Bucket: 'b' },
    );

    expectExactCounts(record);
    expect(endsOf(record.events)).toEqual(['failed 1', 'failed 1', 'recovered 2']);
    expect(record.lines).toEqual(['needs-retry.s3.HeadBucket|increment|count=1\n']);
  });

  test('34: a paginator’s pages are calls', async () => {
    const record = recording();
    const page = (name: string, last?: string) =>
      dynamodb.ok({ TableNames: [name], ...(last && { LastEvaluatedTableName: last }) });
    const failure = dynamodb.internalServerError();
    const client = dynamodbClient({
      requestHandler: scriptedHandler(failure, page('a', 'a'), page('b', 'b'), failure, page('c')),
    });
    record.observer.observe(client);

    const names = [];
    for await (const { TableNames } of paginateListTables({ client }, {})) names.push(...(TableNames ?? []));

    expectExactCounts(record);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(endsOf(record.events)).toEqual(['recovered 2', 'success 1', 'recovered 2']);
  });

  test('35: an upload in parts', async () => {
    const record = recording();
    const handler = routedHandler(({ method, query, attempt }) => {
      if (method === 'POST' && 'uploads' in query) {
        return s3.ok('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>');
      }
      if (method === 'POST') {
        return s3.ok('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
      }
      if (query.partNumber === '2' && attempt === 1) return s3.internalError();
      return { kind: 'response', status: 200, headers: { etag: '"p"' } };
    });
    const client = record.observer.observe(s3Client({ requestHandler: handler }));

    await new Upload({
      client,
      params: { Bucket: 'b', Key: 'k', Body: Buffer.alloc(11 * 1024 * 1024) },
    }).done();

    expectExactCounts(record);
    expect(record.lines).toEqual(['needs-retry.s3.UploadPart|increment|count=1\n']);
    const ends = record.events.flatMap((e) =>
      e.kind === 'after-call' ? [`${e.operation} ${e.attempts}`] : [],
    );
    expect(ends.sort()).toEqual([
      'CompleteMultipartUpload 1',
      'CreateMultipartUpload 1',
      'UploadPart 1',
      'UploadPart 1',
      'UploadPart 2',
    ]);
  });

  test('38: S3 Express opens a session with a call of its own', async () => {
    const record = recording();
    let sessions = 0;
    const handler = routedHandler((request) => {
      if (!('session' in request.query)) return { kind: 'response', status: 204 };
      if (sessions++ === 0) return s3.internalError();
      const expiry = new Date(Date.now() + 300_000).toISOString();
      return s3.ok(
        `<CreateSessionResult><Credentials><SessionToken>t</SessionToken><SecretAccessKey>s</SecretAccessKey><AccessKeyId>a</AccessKeyId><Expiration>${expiry}</Expiration></Credentials></CreateSessionResult>`,
      );
    });
    const client = record.observer.observe(s3Client({ requestHandler: handler }));

    await client.send(new DeleteObjectCommand({ Bucket: 'photos--use1-az4--x-s3', Key: 'k' }));

    expectExactCounts(record);
    expect(record.lines).toEqual(['needs-retry.s3.CreateSession|increment|count=1\n']);
    expect(endsOf(record.events)).toEqual(['recovered 2', 'success 1']);
  });

  test('39: endpoint discovery is a call of its own', async () => {
    const record = recording();
    const endpoints = dynamodb.ok({ Endpoints: [{ Address: 'query.example', CachePeriodInMinutes: 60 }] });
    const failed = { DescribeEndpoints: dynamodb.internalServerError(), Query: dynamodb.throttling() };
    const answered = new Set<string>();
    const handler = routedHandler((request) => {
      const discovery = request.headers['x-amz-target']?.endsWith('DescribeEndpoints') === true;
      const name = discovery ? 'DescribeEndpoints' : 'Query';
      if (!answered.has(name)) {
        answered.add(name);
        return failed[name];
      }
      return discovery ? endpoints : dynamodb.ok({ ScheduledQueries: [] });
    });
    const client = immediate(
      new TimestreamQueryClient({ region: 'us-east-1', credentials, requestHandler: handler }),
    );
    record.observer.observe(client);

    await client.send(new ListScheduledQueriesCommand({}));

    expectExactCounts(record);
    expect([...record.lines].sort()).toEqual([
      'needs-retry.timestream-query.DescribeEndpoints|increment|count=1\n',
      'needs-retry.timestream-query.ListScheduledQueries|increment|count=1\n',
    ]);
  });

  test.each([
    ['are not observed with the client', false],
    ['are, where the provider gets the plugin', true],
  ])('40: the calls of a credential provider %s', async (_, withPlugin) => {
    const record = recording();
    const plugin = { clientPlugins: [record.observer.plugin()] };
    const retryStrategy = new ConfiguredRetryStrategy(3, 0);
    const sts = scriptedHandler(
      s3.error(500, 'InternalFailure'),
      s3.ok(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(Date.now() + 900_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      ),
    );
    const client = s3Client({
      requestHandler: scriptedHandler(s3.ok()),
      credentials: fromTemporaryCredentials({
        masterCredentials: credentials,
        params: { RoleArn: 'arn:aws:iam::123456789012:role/reader' },
        clientConfig: { region: 'us-east-1', requestHandler: sts, retryStrategy },
        ...(withPlugin && plugin),
      }),
    });
    record.observer.observe(client);

    await client.send(list());

    expectExactCounts(record);
    expect(record.lines).toEqual(withPlugin ? ['needs-retry.sts.AssumeRole|increment|count=1\n'] : []);
    expect(endsOf(record.events)).toEqual(withPlugin ? ['recovered 2', 'success 1'] : ['success 1']);
  });
});

describe('kinds of clients', () => {
  test('36: a document client and the client below it are one', async () => {
    const record = recording();
    const base = dynamodbClient({
      requestHandler: scriptedHandler(
        dynamodb.provisionedThroughputExceeded(),
        dynamodb.ok({ Item: { id: { S: '1' } } }),
      ),
    });
    const document = DynamoDBDocumentClient.from(base);
    record.observer.observe(document);
    record.observer.observe(base);

    const { Item } = await document.send(new GetCommand({ TableName: 'orders', Key: { id: '1' } }));

    expectExactCounts(record);
    expect(Item).toEqual({ id: '1' });
    expect(record.lines).toEqual(['needs-retry.dynamodb.GetItem|increment|count=1\n']);
  });

  test('a document client’s command that is observed by itself', async () => {
    const record = recording();
    const requestHandler = scriptedHandler(dynamodb.provisionedThroughputExceeded(), dynamodb.ok({}));
    const command = new GetCommand({ TableName: 'orders', Key: { id: '1' } });
    command.middlewareStack.use(record.observer.plugin());

    await DynamoDBDocumentClient.from(dynamodbClient({ requestHandler })).send(command);

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:ProvisionedThroughputExceededException(400)', '2:ok(200)']);
    expect(endsOf(record.events)).toEqual(['recovered 2']);
  });

  test('37: an aggregated client with a callback', async () => {
    const record = recording();
    const requestHandler = scriptedHandler(s3.internalError(), s3.ok());
    const client = immediate(new S3({ region: 'us-east-1', credentials, requestHandler }));
    record.observer.observe(client);

    const results: unknown[] = [];
    await new Promise<void>((done) => {
      client.listBuckets({}, (error, output) => {
        results.push(error, output?.$metadata.attempts);
        done();
      });
    });

    expectExactCounts(record);
    expect(results).toEqual([null, 2]);
  });

  test('44: a client that has lost its retries fails as it does without an observer', async () => {
    const broken = () => {
      const client = s3Client({ requestHandler: scriptedHandler(s3.ok()) });
      return client;
    };
    const messageOf = (client: S3Client) => {
      client.middlewareStack.remove('retryMiddleware');
      try {
        client.send(list());
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    };

    const observed = messageOf(recording().observer.observe(broken()));

    expect(observed).toMatch(/^retryMiddleware is not found when adding/);
    expect(messageOf(broken())).toMatch(/^retryMiddleware is not found when adding/);
  });
});

test('46: the caller catches the very error of the last event, with no member of ours', async () => {
  const record = recording();
  const client = record.observer.observe(s3Client({ requestHandler: scriptedHandler(s3.slowDown()) }));
  const bare = s3Client({ requestHandler: scriptedHandler(s3.slowDown()) });

  const error = await client.send(list()).catch((thrown: object) => thrown);
  const bareError = await bare.send(list()).catch((thrown: object) => thrown);

  expect(record.events.slice(-2).map((event) => 'error' in event && event.error === error)).toEqual([
    true,
    true,
  ]);
  expect(Reflect.ownKeys(error)).toEqual(Reflect.ownKeys(bareError));
});

test('attaching again during the call goes on where it was', async () => {
  const record = recording();
  const replies = [s3.slowDown(), s3.slowDown(), s3.ok()];
  const client = record.observer.observe(s3Client({ requestHandler: scriptedHandler(...replies) }));
  const off = record.observer.on('needs-retry', () => {
    off();
    record.observer.unobserve(client);
    record.observer.observe(client);
  });

  await client.send(list());

  expectExactCounts(record);
  expect(endsOf(record.events)).toEqual(['recovered 3']);
});

test('47: detaching during a call ends its events and changes nothing else', async () => {
  const record = recording();
  const client = record.observer.observe(
    s3Client({ requestHandler: scriptedHandler(s3.slowDown(), s3.ok()) }),
  );
  record.observer.on('needs-retry', () => record.observer.unobserve(client));

  const result = await client.send(list());

  expect(attemptsIn(result)).toBe(2);
  expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)']);
  expect(record.lines).toEqual([]);
});
