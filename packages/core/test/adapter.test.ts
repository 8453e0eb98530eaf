import {
  arnResource,
  classifier,
  classOfCode,
  codeOf,
  hasErrorCode,
  isPassing,
  joinNames,
  list,
  named,
  nameOf,
  partialFailures,
  record,
  undoneEntries,
  watchStream,
} from '../src/adapter.js';

const NOTHING = [undefined, null, 0, 12, true, '', Symbol.iterator, () => {}, {}, []];

test('members and elements of what has none are none', () => {
  expect(NOTHING.map((value) => Object.keys(record(value)))).toEqual(NOTHING.map(() => []));
  expect(NOTHING.map(list)).toEqual(NOTHING.map(() => []));
});

test.each([
  ['arn:aws:dynamodb:us-east-1:123456789012:table/orders/index/by-date', 'table/orders/index/by-date'],
  ['arn:aws-cn:lambda:cn-north-1:123456789012:function:orders:live', 'function:orders:live'],
  ['arn:aws:s3:::photos', 'photos'],
  ['arn:aws:x', undefined],
  ['not arn:aws:s3:::photos', undefined],
  ['orders', undefined],
  [['arn:aws:s3:::photos'], undefined],
  [undefined, undefined],
])('the resource of %s is %s', (arn, resource) => {
  expect(arnResource(arn)).toBe(resource);
});

test.each([
  ['orders', 'orders'],
  ['/aws/lambda/orders', '/aws/lambda/orders'],
  ['https://sqs.us-east-1.amazonaws.com/123456789012/orders', 'orders'],
  ['https://sqs.us-east-1.amazonaws.com/123456789012/orders?token=secret#secret/secret', 'orders'],
  ['https://queue.amazonaws.com/123456789012', undefined],
  ['https://queue.amazonaws.com', undefined],
  ['https://sqs.us-east-1.amazonaws.com/123456789012/', undefined],
  ['arn:aws:iam::123456789012:role/path/deploy', 'deploy'],
  ['arn:aws:sns:us-east-1:123456789012:orders', 'orders'],
  ['123456789012', undefined],
  ['', undefined],
  [12, undefined],
])('%s names %s', (text, name) => {
  expect(nameOf(text)).toBe(name);
});

test('a name is a text that is neither empty nor an account id', () => {
  expect(['orders', '123456789012', '1234567890123', '', 12, undefined].map(named)).toEqual([
    'orders',
    undefined,
    '1234567890123',
    undefined,
    undefined,
    undefined,
  ]);
});

test('names are joined in order, each once', () => {
  expect(joinNames(['users', 'orders', undefined, 'orders', 12, ''])).toBe('orders,users');
  expect(joinNames([undefined])).toBeUndefined();
});

test.each([
  ['InternalFailure', 'InternalFailure'],
  ['KMS.ThrottlingException', 'KMS.ThrottlingException'],
  ['A "b"|\n needs-retry.x', 'Abneeds-retry.x'],
  ['x'.repeat(100), 'x'.repeat(64)],
  ['123456789012', undefined],
  ['arn:aws:iam::123456789012:role/x', 'arnawsiamrolex'],
  ['…', undefined],
  [12, undefined],
])('the code of %j is %s', (value, code) => {
  expect(codeOf(value)).toBe(code);
});

test.each([
  [
    ['ThrottlingException', 'KmsThrottled', 'KMSThrottlingException', 'KMS.ThrottlingException'],
    'throttling',
  ],
  [
    ['ProvisionedThroughputExceeded', 'RequestLimitExceeded', 'SlowDown', 'LimitExceededException'],
    'throttling',
  ],
  [['ServiceQuotaExceededException'], 'quota'],
  [['ConcurrentModificationException'], 'contention'],
  [['InternalError', 'InternalFailure', 'InternalServerError', 'InternalServiceError'], 'transient'],
  [
    ['InternalServerException', 'InternalFailureException', 'ServiceUnavailable', 'RequestTimeout'],
    'transient',
  ],
  [
    ['AccessDenied', 'InternalThing', 'NotInternalError', 'ValidationException', '', 12, undefined],
    undefined,
  ],
  [
    ['NoProvisionedThroughputExceeded', 'ProvisionedThroughputExceededTwice', ['ThrottlingException']],
    undefined,
  ],
])('%j are of class %s everywhere', (codes, errorClass) => {
  expect(codes.map(classOfCode)).toEqual(codes.map(() => errorClass));
});

test('a service’s own codes win, by name or by Code', () => {
  const classify = classifier({ quota: ['LimitExceededException'], contention: ['OperationAborted'] });

  expect(
    [
      { name: 'LimitExceededException' },
      { name: 'Error', Code: 'OperationAborted' },
      { name: 'SlowDown' },
      null,
      12,
    ].map(classify),
  ).toEqual(['quota', 'contention', 'throttling', undefined, undefined]);
  expect(classifier()({ name: 'LimitExceededException' })).toBe('throttling');
});

test('what passes by itself', () => {
  const classes = ['throttling', 'contention', 'transient', 'quota', 'misconfiguration', undefined] as const;

  expect(classes.map(isPassing)).toEqual([true, true, true, false, false, false]);
});

test('entries are worth sending again by the sender’s fault, else by class', () => {
  const failed = [
    { Code: 'Whatever', SenderFault: false },
    { Code: 'ThrottlingException', SenderFault: true },
    { ErrorCode: 'ThrottlingException' },
    { ErrorCode: 'AccessDenied', Code: 'ThrottlingException' },
    {},
    null,
  ];

  expect(undoneEntries(failed, classifier(), 'orders')).toEqual([
    { resource: 'orders', code: 'Whatever', retryable: true },
    { resource: 'orders', code: 'ThrottlingException', retryable: false },
    { resource: 'orders', code: 'ThrottlingException', retryable: true },
    { resource: 'orders', code: 'AccessDenied', retryable: false },
    { resource: 'orders', code: undefined, retryable: false },
    { resource: 'orders', code: undefined, retryable: false },
  ]);
});

test('an entry with an error code failed', () => {
  expect([{ ErrorCode: 'X' }, { ErrorCode: '' }, { ErrorCode: 12 }, {}, undefined].map(hasErrorCode)).toEqual(
    [true, false, false, false, false],
  );
});

test('entries are summed by resource and code', () => {
  expect(
    partialFailures([
      { resource: 'orders', code: 'A', retryable: true },
      { resource: 'users', retryable: true, count: 3 },
      { resource: 'orders', code: 'A', retryable: true, count: 2 },
      { resource: 'orders', code: 'B c', retryable: false },
      { resource: 'empty', code: 'A', retryable: true, count: 0 },
      { resource: 'odd', code: 'A', retryable: true, count: Number.NaN },
      { code: '__proto__', retryable: false },
    ]),
  ).toEqual([
    { resource: 'orders', retryableEntries: 3, finalEntries: 1, reasons: { A: 3, Bc: 1 } },
    { resource: 'users', retryableEntries: 3, finalEntries: 0, reasons: {} },
    { resource: undefined, retryableEntries: 0, finalEntries: 1, reasons: JSON.parse('{"__proto__":1}') },
  ]);
});

test('at most ten codes are told, and every entry is counted', () => {
  const entries = Array.from({ length: 24 }, (_, i) => ({ code: `C${i % 12}`, retryable: true }));
  const [failure] = partialFailures(entries);

  expect(failure?.retryableEntries).toBe(24);
  expect(failure?.reasons).toEqual(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`C${i}`, 2])));
});

describe('a watched stream', () => {
  const broken = new Error('broken');

  async function* chunks(): AsyncGenerator<number> {
    yield 1;
    yield 2;
    throw broken;
  }

  class Source {
    [Symbol.asyncIterator](): AsyncGenerator<number> {
      return chunks();
    }
  }

  async function readAll(stream: AsyncIterable<unknown>): Promise<unknown[]> {
    const read: unknown[] = [];
    try {
      for await (const chunk of stream) read.push(chunk);
    } catch (error) {
      read.push(error);
    }
    return read;
  }

  test.each<[string, () => AsyncIterable<unknown>]>([
    ['an object with an iterator of its own', () => ({ [Symbol.asyncIterator]: chunks })],
    ['an instance of a class', () => new Source()],
    ['a generator, which is its own iterator', chunks],
  ])('tells of its error, once: %s', async (_, make) => {
    const stream = make();
    const told: unknown[] = [];
    watchStream(stream, (error) => told.push(error));

    expect(await readAll(stream)).toEqual([1, 2, broken]);
    expect(told).toEqual([broken]);
    await readAll(stream);
    expect(told).toEqual([broken]);
  });

  test('tells everybody who watches it, and can still be replaced', async () => {
    const stream = new Source();
    const told: string[] = [];
    watchStream(stream, () => told.push('one'));
    watchStream(stream, () => told.push('two'));

    await readAll(stream);
    stream[Symbol.asyncIterator] = async function* () {
      yield 3;
    };

    expect(told.sort()).toEqual(['one', 'two']);
    expect(await readAll(stream)).toEqual([3]);
  });

  test('gives its reader the very iterator, chunks and error, and works once', async () => {
    const chunk = { done: false, value: {} };
    let works = 0;
    // biome-ignore lint/suspicious/noThenProperty: one that begins its work when it is waited for
    const lazy = { then: (resolve: (value: object) => void) => resolve({ ...chunk, works: ++works }) };
    const results: unknown[] = [Promise.resolve(chunk), lazy, 'no promise'];
    const iterator = { next: () => results.shift(), extra: 'kept' };
    const stream = { [Symbol.asyncIterator]: () => iterator };
    watchStream(stream, () => {});

    const given = stream[Symbol.asyncIterator]();
    expect(given).toBe(iterator);
    expect(await given.next()).toBe(chunk);
    expect(await given.next()).toEqual({ ...chunk, works: 1 });
    expect(given.next()).toBe('no promise');
  });

  test('its iterator is called as it would be', async () => {
    const stream = {
      chunks: ['own'],
      async *[Symbol.asyncIterator]() {
        yield* this.chunks;
      },
    };
    watchStream(stream, () => {});

    expect(await readAll(stream)).toEqual(['own']);
    expect(Object.keys(stream)).toEqual(['chunks']);
    // A copy is as good as before.
    expect(await readAll({ ...stream })).toEqual(['own']);
  });

  test('a reader that stops or throws by itself is not told of', async () => {
    const told: unknown[] = [];
    const stream = new Source();
    watchStream(stream, (error) => told.push(error));

    for await (const _ of stream) break;
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await expect(iterator.throw(new Error('the reader’s own'))).rejects.toThrow('own');

    expect(told).toEqual([]);
  });

  test('what is no stream, or cannot be watched, is left alone', async () => {
    const frozen = Object.freeze({ [Symbol.asyncIterator]: chunks });
    const fixed = {
      [Symbol.asyncIterator]: () => Object.freeze({ next: async () => ({ done: true, value: 1 }) }),
    };
    const odd = { [Symbol.asyncIterator]: () => null };
    for (const value of [...NOTHING, frozen, fixed, odd]) watchStream(value, () => expect(true).toBe(false));

    expect(await readAll(frozen)).toEqual([1, 2, broken]);
    expect(await readAll(fixed as never)).toEqual([]);
    expect(odd[Symbol.asyncIterator]()).toBeNull();
  });
});
