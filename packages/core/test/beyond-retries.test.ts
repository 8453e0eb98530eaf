import { BatchWriteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { dynamodb, s3, scriptedHandler } from '@needs-retry/fixtures';
import type { Reply } from '@needs-retry/testing';
import {
  createRetryObserver,
  type PartialFailure,
  type RetryEvent,
  type ServiceAdapter,
} from '../src/index.js';
import { dynamodbClient, expectExactCounts, type Recording, recording, s3Client } from './support.js';

// What fails though the SDK's call succeeds, and classes of failure that only an adapter knows.

const batch = () => new BatchWriteItemCommand({ RequestItems: { orders: [] } });
const get = () => new GetItemCommand({ TableName: 'orders', Key: {} });

async function send(
  { observer }: Pick<Recording, 'observer'>,
  adapter: Omit<ServiceAdapter, 'service'>,
  ...replies: readonly Reply[]
) {
  const client = dynamodbClient({ requestHandler: scriptedHandler(...replies) });
  return observer.observe(client, { service: 'dynamodb', ...adapter }).send(batch());
}

const left = (failure: Partial<PartialFailure>): PartialFailure => ({
  retryableEntries: 0,
  finalEntries: 0,
  reasons: {},
  resource: undefined,
  ...failure,
});

describe('partial failures', () => {
  test('are one event for each resource, before the end of the call, with no line', async () => {
    const record = recording();
    const adapter: Omit<ServiceAdapter, 'service'> = {
      properties: () => ({ resource: 'orders,users', index: 'by-date' }),
      partialFailures: (input, output) => [
        left({
          retryableEntries: 2,
          finalEntries: 1,
          reasons: { SlowDown: 2, AccessDenied: 1 },
          resource: 'orders',
        }),
        left({ retryableEntries: 1, resource: 'users' }),
        left({ resource: 'done' }),
        left({ finalEntries: Object.keys({ ...(input as object), ...(output as object) }).length }),
      ],
    };

    await send(record, adapter, dynamodb.throttling(), dynamodb.ok({ UnprocessedItems: {} }));

    expectExactCounts(record);
    const common = {
      kind: 'partial-failure',
      eventName: 'partial-failure.dynamodb.BatchWriteItem',
      attempts: 2,
    };
    expect(record.events.map(({ kind }) => kind)).toEqual([
      ...['needs-retry', 'needs-retry'],
      ...['partial-failure', 'partial-failure', 'partial-failure'],
      'after-call',
    ]);
    expect(record.events.slice(2, 5)).toMatchObject([
      {
        ...common,
        retryableEntries: 2,
        finalEntries: 1,
        reasons: { SlowDown: 2, AccessDenied: 1 },
        errorClass: 'throttling',
        statusCode: 200,
        properties: { resource: 'orders', index: 'by-date' },
      },
      {
        ...common,
        retryableEntries: 1,
        finalEntries: 0,
        errorClass: undefined,
        properties: { resource: 'users' },
      },
      {
        ...common,
        retryableEntries: 0,
        finalEntries: 3,
        errorClass: undefined,
        properties: { resource: 'orders,users' },
      },
    ]);
    expect(record.events.every((event) => Object.isFrozen(event))).toBe(true);
    expect(record.lines).toHaveLength(1);
  });

  test('reach sinks though nobody listens, and the call was not retried', async () => {
    const events: RetryEvent[] = [];
    const observer = createRetryObserver({ sinks: [{ write: (event) => events.push(event) }] });

    await send({ observer }, { partialFailures: () => [left({ retryableEntries: 3 })] }, dynamodb.ok({}));

    expect(events).toMatchObject([{ kind: 'partial-failure', attempts: 1, retryableEntries: 3 }]);
  });

  test('the class is that of the retryable codes: throttling before contention before transient', async () => {
    const record = recording();
    const classes = { TransactionConflict: 'contention', Quota: 'quota', Busy: 'transient' } as const;
    const adapter: Omit<ServiceAdapter, 'service'> = {
      classify: (error) => classes[(error as { Code: keyof typeof classes }).Code],
      partialFailures: () =>
        [
          ['Busy', 'TransactionConflict'],
          ['Quota', 'Busy'],
          ['Quota'],
          ['Busy', 'SlowDown', 'TransactionConflict'],
        ].map((codes) =>
          left({ retryableEntries: 1, reasons: Object.fromEntries(codes.map((code) => [code, 1])) }),
        ),
    };

    await send(record, adapter, dynamodb.ok({}));

    const failures = record.events.filter((event) => event.kind === 'partial-failure');
    expect(failures.map(({ errorClass }) => errorClass)).toEqual([
      'contention',
      'transient',
      undefined,
      'throttling',
    ]);
  });

  test('codes are cut to what can be written: ten of 64 characters', async () => {
    const record = recording();
    const reasons = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `${String.fromCharCode(65 + i)}\nneeds-retry.s3 ${'x'.repeat(80)}`,
        1,
      ]),
    );

    await send(record, { partialFailures: () => [left({ retryableEntries: 12, reasons })] }, dynamodb.ok({}));

    const [event] = record.events.filter(({ kind }) => kind === 'partial-failure') as { reasons: object }[];
    const codes = Object.keys(event!.reasons);
    expect(codes).toHaveLength(10);
    expect(codes.every((code) => /^[\w.-]{64}$/.test(code))).toBe(true);
  });

  test.each([
    ['a negative count', () => [left({ retryableEntries: -1 })]],
    ['half a count', () => [left({ retryableEntries: 0.5 })]],
    ['a text', () => 'two' as never],
    ['a promise', () => Promise.resolve([]) as never],
  ])('an adapter that says %s is reported, and the call goes on', async (_, partialFailures) => {
    const record = recording();

    await send(record, { partialFailures }, dynamodb.ok({}));

    expect(record.events.map(({ kind }) => kind)).toEqual(['needs-retry', 'after-call']);
    expect(record.problems.map(([, { source }]) => source)).toEqual(['adapter']);
  });

  test('an adapter that says nothing is fine', async () => {
    const record = recording();

    await send(record, { partialFailures: () => undefined as never }, dynamodb.ok({}));

    expect(record.problems).toEqual([]);
  });

  test('of counts that are none it is told what was expected', async () => {
    const record = recording();

    await send(record, { partialFailures: () => [left({ finalEntries: 0.5 })] }, dynamodb.ok({}));

    expect(record.problems).toEqual([
      [
        new TypeError('Expected `partialFailures` of an adapter to return counts, integers from 0.'),
        { source: 'adapter' },
      ],
    ]);
  });

  test('that are final have no class, and what is no text is no resource', async () => {
    const record = recording();
    const failure = left({ finalEntries: 1, reasons: { SlowDown: 1 }, resource: 5 as never });

    await send(record, { partialFailures: () => [failure] }, dynamodb.ok({}));

    const [event] = record.events.filter(({ kind }) => kind === 'partial-failure');
    expect(event).toMatchObject({ errorClass: undefined, properties: {} });
    expect(event?.properties).toEqual({});
  });

  test('of calls at once stay with their calls', async () => {
    const record = recording();
    const adapter: ServiceAdapter = {
      service: 'dynamodb',
      properties: (input) => ({
        resource: Object.keys((input as { RequestItems: object }).RequestItems).join(),
      }),
      partialFailures: (input) => [
        left({
          retryableEntries: 1,
          resource: Object.keys((input as { RequestItems: object }).RequestItems).join(),
        }),
      ],
    };
    const client = dynamodbClient({
      requestHandler: scriptedHandler(dynamodb.ok({})),
      cacheMiddleware: true,
    });
    record.observer.observe(client, adapter);
    const tables = Array.from({ length: 20 }, (_, i) => `table-${i}`);

    await Promise.all(
      tables.map((table) => client.send(new BatchWriteItemCommand({ RequestItems: { [table]: [] } }))),
    );

    const seen = record.events.filter(({ kind }) => kind === 'partial-failure');
    expect(seen.map(({ properties }) => properties.resource).sort()).toEqual([...tables].sort());
  });
});

describe('classes of failure', () => {
  test.each([
    ['contention', ['attempt']],
    ['quota', ['attempt']],
    ['misconfiguration', ['attempt']],
    ['throttling', ['attempt']],
    ['transient', []],
    [undefined, []],
  ] as const)(
    'a first attempt of class %s that the SDK does not retry is worth %j',
    async (errorClass, kinds) => {
      const record = recording();
      const operations: string[] = [];
      const classify: ServiceAdapter['classify'] = (_, operation) => {
        operations.push(operation);
        return errorClass;
      };
      const refusal = dynamodb.error(400, 'SomethingException', {});

      await send(record, { classify }, refusal).catch(() => {});

      expectExactCounts(record);
      expect(record.events[0]).toMatchObject({ errorClass, throttled: errorClass === 'throttling' });
      expect(record.documents.map(({ kind }) => kind)).toEqual(kinds);
      expect(new Set(operations)).toEqual(new Set(['BatchWriteItem']));
    },
  );

  test('of the cause are told with the retry', async () => {
    const record = recording();
    await send(record, { classify: () => 'quota' }, dynamodb.throttling(), dynamodb.ok({}));

    expect(record.events[1]).toMatchObject({
      attempts: 2,
      errorClass: undefined,
      cause: { errorClass: 'quota' },
    });
  });

  test('an answer that is no class is reported, and the SDK’s own type tells', async () => {
    const record = recording();
    await send(record, { classify: () => 'busy' as never }, dynamodb.throttling(), dynamodb.ok({}));

    expectExactCounts(record);
    expect(record.events[0]).toMatchObject({ errorClass: 'throttling' });
    expect(record.problems[0]).toEqual([
      new TypeError('Expected `classify` of an adapter to return an error class or undefined.'),
      { source: 'adapter' },
    ]);
  });
});

describe('streams', () => {
  test('an error of a stream that began well is one event, after the end of the call', async () => {
    const record = recording();
    let fail = (_: unknown): void => {};
    const adapter: Omit<ServiceAdapter, 'service'> = {
      properties: () => ({ resource: 'orders' }),
      classify: (error) => ((error as Error).name === 'throttlingException' ? 'throttling' : undefined),
      errorProperties: (error) => ({ code: (error as Error).name }),
      watchStream: (output, onError) => {
        expect(output).toMatchObject({ $metadata: { httpStatusCode: 200 } });
        fail = onError;
      },
    };

    await send(record, adapter, dynamodb.throttling(), dynamodb.ok({}));
    // The reader's own.
    fail(Object.assign(new Error('aborted'), { name: 'AbortError' }));
    fail(Object.assign(new Error('slow down'), { name: 'throttlingException' }));

    expect(record.events.map(({ kind }) => kind)).toEqual([
      'needs-retry',
      'needs-retry',
      'after-call',
      'stream-error',
    ]);
    expect(record.events.at(-1)).toMatchObject({
      kind: 'stream-error',
      eventName: 'stream-error.dynamodb.BatchWriteItem',
      attempts: 2,
      errorName: 'throttlingException',
      errorClass: 'throttling',
      statusCode: 200,
      serviceRequestId: expect.any(String),
      properties: { resource: 'orders', code: 'throttlingException' },
    });
  });

  test('has the ids of the answer that it was in', async () => {
    const record = recording();
    let fail = (_: unknown): void => {};
    const client = s3Client({ requestHandler: scriptedHandler(s3.ok()) });
    const watchStream: ServiceAdapter['watchStream'] = (_, onError) => {
      fail = onError;
    };
    record.observer.observe(client, { service: 's3', watchStream });

    await client.send(new ListBucketsCommand({}));
    fail(new Error('broken'));

    expect(record.events.at(-1)).toMatchObject({
      kind: 'stream-error',
      statusCode: 200,
      serviceRequestId: 'S3SCRIPTEDREQUEST',
      extendedRequestId: 's3-scripted-host-id=',
    });
  });

  test('a client that is no longer observed tells nothing', async () => {
    const record = recording();
    let fail = (_: unknown): void => {};
    const client = dynamodbClient({ requestHandler: scriptedHandler(dynamodb.ok({})) });
    record.observer.observe(client, {
      service: 'dynamodb',
      watchStream: (_, onError) => {
        fail = onError;
      },
    });
    await client.send(get());
    record.observer.unobserve(client);
    fail(new Error('late'));

    expect(record.events.map(({ kind }) => kind)).toEqual(['needs-retry', 'after-call']);
  });
});
