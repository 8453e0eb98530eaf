import { GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { dynamodb, GenericClient, generic, genericCommand, s3, scriptedHandler } from '@needs-retry/fixtures';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryStrategyV2 } from '@smithy/types';
import {
  createRetryObserver,
  defaultObserver,
  type EmfOptions,
  emfDocuments,
  emfSink,
  lineSink,
  type RetryEvent,
  type Sink,
} from '../src/index.js';
import {
  attemptsOf,
  dynamodbClient,
  endsOf,
  expectExactCounts,
  immediate,
  recording,
  s3Client,
} from './support.js';

const list = () => new ListBucketsCommand({});
const failingOnce = () => s3Client({ requestHandler: scriptedHandler(s3.slowDown(), s3.ok()) });

/** Everything that is sent and that the caller gets, for comparing with and without an observer. */
async function outcome(client: ReturnType<typeof failingOnce>) {
  const result = await client.send(list()).catch((error: unknown) => error);
  return {
    ...(result as object),
    $metadata: { ...(result as { $metadata: object }).$metadata, totalRetryDelay: 0 },
  };
}

describe('events', () => {
  test('an attempt that failed, and the retry that recovered', async () => {
    const { observer, events } = recording();
    const client = observer.observe(failingOnce());

    const output = await client.send(list());

    const common = {
      service: 's3',
      operation: 'ListBuckets',
      maxAttempts: 3,
      retryMode: 'standard',
      sdkVersion: expect.stringMatching(/^3\.\d+\.\d+$/),
      requestTimeoutMs: undefined,
      region: 'us-east-1',
      sdkInvocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: expect.any(Number),
      durationMs: expect.any(Number),
      requestId: undefined,
      properties: {},
    };
    const failure = {
      errorName: 'SlowDown',
      errorType: 'THROTTLING',
      errorClass: 'throttling',
      statusCode: 503,
      serviceRequestId: 'S3SCRIPTEDREQUEST',
    };
    const success = {
      error: undefined,
      errorName: undefined,
      errorCode: undefined,
      errorType: undefined,
      errorClass: undefined,
      statusCode: 200,
      serviceRequestId: 'S3SCRIPTEDREQUEST',
      extendedRequestId: 's3-scripted-host-id=',
    };
    expect(events).toStrictEqual([
      {
        ...common,
        ...failure,
        kind: 'needs-retry',
        eventName: 'needs-retry.s3.ListBuckets',
        attempts: 1,
        error: expect.objectContaining({ name: 'SlowDown' }),
        errorCode: 'SlowDown',
        extendedRequestId: 's3-scripted-host-id=',
        ok: false,
        output: undefined,
        throttled: true,
        delayMs: undefined,
        retryAfterMs: undefined,
        cause: undefined,
      },
      {
        ...common,
        ...success,
        kind: 'needs-retry',
        eventName: 'needs-retry.s3.ListBuckets',
        attempts: 2,
        ok: true,
        output,
        throttled: false,
        delayMs: expect.any(Number),
        retryAfterMs: undefined,
        cause: { ...failure, durationMs: expect.any(Number) },
      },
      {
        ...common,
        ...success,
        kind: 'after-call',
        eventName: 'after-call.s3.ListBuckets',
        attempts: 2,
        outcome: 'recovered',
        totalDelayMs: expect.any(Number),
        gaveUpBecause: undefined,
      },
    ]);
  });

  test('are frozen, and so is what they hold of their own', async () => {
    const { observer, events } = recording();
    await observer.observe(failingOnce()).send(list());

    const own = events.flatMap((event) => [
      event,
      event.properties,
      ...('cause' in event ? [event.cause] : []),
    ]);
    expect(own.map((each) => Object.isFrozen(each))).toEqual(own.map(() => true));
  });

  test('carry the service id as botocore spells it, for any Smithy client', async () => {
    const record = recording();
    const requestHandler = scriptedHandler(generic.error(500, 'Broken'), generic.ok());
    const client = immediate(new GenericClient({ serviceId: 'Tea Kettle Logs', requestHandler }));
    const MakeTea = genericCommand('MakeTea');

    await record.observer.observe(client).send(new MakeTea({ sugar: 2 }));

    expectExactCounts(record);
    expect(record.lines).toEqual(['needs-retry.tea-kettle-logs.MakeTea|increment|count=1\n']);
    expect(record.events.map(({ eventName }) => eventName)).toEqual([
      'needs-retry.tea-kettle-logs.MakeTea',
      'needs-retry.tea-kettle-logs.MakeTea',
      'after-call.tea-kettle-logs.MakeTea',
    ]);
  });

  test('a service id that would break a pattern is spelt without what would', async () => {
    const { observer, events } = recording();
    const client = new GenericClient({
      serviceId: 'a.b|c\n*',
      requestHandler: scriptedHandler(generic.ok()),
    });

    await observer.observe(client).send(new (genericCommand('X'))({}));

    expect(events[0]?.eventName).toBe('needs-retry.a_b_c__.X');
  });
});

describe('gave-up', () => {
  test('tells why: the strategy’s own maximum', async () => {
    const record = recording();
    const client = s3Client({ requestHandler: scriptedHandler(s3.slowDown()) });
    await expect(record.observer.observe(client).send(list())).rejects.toThrow();

    expectExactCounts(record);
    expect(record.events.at(-1)).toMatchObject({
      outcome: 'gave-up',
      gaveUpBecause: 'attempts',
      attempts: 3,
    });
    expect(record.documents.at(-1)).toMatchObject({
      kind: 'gave-up',
      RetriesExhausted: 1,
      gaveUpBecause: 'attempts',
    });
  });

  test('and nothing where a strategy shows no evidence', async () => {
    const { observer, events } = recording();
    const strategy: RetryStrategyV2 = new ConfiguredRetryStrategy(1);
    const client = s3Client({
      requestHandler: scriptedHandler(s3.slowDown()),
      retryStrategy: {
        acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
        refreshRetryTokenForRetry: (token, info) => strategy.refreshRetryTokenForRetry(token, info),
        recordSuccess: (token) => strategy.recordSuccess(token),
      },
    });
    await expect(observer.observe(client).send(list())).rejects.toThrow();

    expect(events.at(-1)).toMatchObject({ outcome: 'gave-up', gaveUpBecause: undefined });
  });
});

describe('attaching', () => {
  test('twice is once', async () => {
    const record = recording();
    const client = record.observer.observe(record.observer.observe(failingOnce()));

    await client.send(list());

    expectExactCounts(record);
    expect(record.lines).toHaveLength(1);
  });

  test('returns the same client', () => {
    const client = failingOnce();
    expect(recording().observer.observe(client)).toBe(client);
  });

  test('two observers each hear every event once and write to their own sinks', async () => {
    const [one, two] = [recording(), recording()];
    const client = one.observer.observe(two.observer.observe(failingOnce()));

    await client.send(list());

    for (const record of [one, two]) {
      expectExactCounts(record);
      expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
      expect(record.lines).toHaveLength(1);
    }
  });

  test('detaching one of two leaves the other', async () => {
    const [one, two] = [recording(), recording()];
    const client = one.observer.observe(two.observer.observe(failingOnce()));
    one.observer.unobserve(client);

    await client.send(list());

    expect(one.events).toEqual([]);
    expectExactCounts(two);
    expect(two.lines).toHaveLength(1);
  });

  test('an adapter may leave members undefined, and a member of a client that we do not know stays', () => {
    const client = Object.assign(failingOnce() as object, { handlers: 'mine' });

    recording().observer.observe(
      client as unknown as S3Client,
      { service: 's3', properties: undefined } as never,
    );

    expect(client.handlers).toBe('mine');
  });

  test('a stack that cannot be listed, as old ones are, is observed too', async () => {
    const record = recording();
    const client = failingOnce();
    const { add, addRelativeTo, clone, remove } = client.middlewareStack;
    record.observer.observe({ middlewareStack: { add, addRelativeTo, clone, remove } });

    await client.send(list());

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
  });

  test.each([true, false])(
    'however many were attached, without the last the stack is as it was (can be listed: %s)',
    (isListable) => {
      const client = failingOnce();
      const { add, addRelativeTo, clone, remove, identify } = client.middlewareStack;
      const observed = isListable ? client : { middlewareStack: { add, addRelativeTo, clone, remove } };
      const [one, two] = [recording().observer, recording().observer];
      const before = identify();

      for (const observer of [one, two, one]) observer.observe(observed);
      const during = identify();
      for (const observer of [one, two]) observer.unobserve(observed);

      expect(during).not.toEqual(before);
      expect(identify()).toEqual(before);
    },
  );

  test('detaching what was never attached, or is no client, does nothing', () => {
    const { observer } = recording();

    for (const value of [undefined, {}, { middlewareStack: null }, failingOnce()]) {
      expect(() => observer.unobserve(value as never)).not.toThrow();
    }
  });

  test('detaching the last leaves the stack as it was', () => {
    const { observer } = recording();
    const client = failingOnce();
    const before = client.middlewareStack.identify();
    observer.unobserve(observer.observe(client));

    expect(client.middlewareStack.identify()).toEqual(before);
  });

  test.each([false, true])(
    'late, detached and attached again, with cacheMiddleware %s',
    async (cacheMiddleware) => {
      const record = recording();
      const client = s3Client({ cacheMiddleware, requestHandler: scriptedHandler(s3.ok()) });
      const counts: number[] = [];
      const send = async () => {
        await client.send(list());
        counts.push(attemptsOf(record.events).length);
      };

      await send();
      record.observer.observe(client);
      await send();
      record.observer.unobserve(client);
      await send();
      record.observer.observe(client);
      await send();

      expect(counts).toEqual([0, 1, 1, 2]);
    },
  );

  test('as a plugin of the client’s stack, the service’s name comes from the user agent', async () => {
    const record = recording();
    const client = dynamodbClient({ requestHandler: scriptedHandler(dynamodb.throttling(), dynamodb.ok()) });
    client.middlewareStack.use(record.observer.plugin());

    await client.send(new ListTablesCommand({}));

    expectExactCounts(record);
    expect(record.lines).toEqual(['needs-retry.dynamodb.ListTables|increment|count=1\n']);
  });

  test('as a plugin of one command, beside another observer of its client: both hear it, each once', async () => {
    const [ofClient, ofCommand] = [recording(), recording()];
    const client = ofClient.observer.observe(failingOnce());
    const command = list();
    command.middlewareStack.use(ofCommand.observer.plugin());

    await client.send(command);
    await client.send(list());

    expectExactCounts(ofClient);
    expectExactCounts(ofCommand);
    expect(endsOf(ofClient.events)).toEqual(['recovered 2', 'success 1']);
    expect(endsOf(ofCommand.events)).toEqual(['recovered 2']);
  });

  test('an observer on a client and on a copy of its stack counts once', async () => {
    const record = recording();
    const client = record.observer.observe(failingOnce());
    const copy = s3Client({ requestHandler: scriptedHandler(s3.slowDown(), s3.ok()) });
    copy.middlewareStack = client.middlewareStack.clone();
    record.observer.observe(copy);

    await copy.send(list());

    expectExactCounts(record);
    expect(endsOf(record.events)).toEqual(['recovered 2']);
  });

  test('an adapter given later replaces a missing one, and only that', async () => {
    const { observer, events } = recording();
    const client = observer.observe(failingOnce());
    observer.observe(client, { service: 's3', properties: () => ({ resource: 'first' }) });
    observer.observe(client, { service: 's3', properties: () => ({ resource: 'second' }) });

    await client.send(list());

    expect(events.map(({ properties }) => properties)).toEqual(Array(3).fill({ resource: 'first' }));
  });
});

describe('two copies of the package', () => {
  /** As an ES module and a CommonJS build in one process are: the same code, loaded twice. */
  function load(): typeof import('../src/index.js') {
    let copy!: typeof import('../src/index.js');
    jest.isolateModules(() => {
      copy = require('../src/index.js');
    });
    return copy;
  }

  test('have one default observer', () => {
    const [one, two] = [load(), load()];

    expect(one.createRetryObserver).not.toBe(two.createRetryObserver);
    expect(one.defaultObserver()).toBe(two.defaultObserver());
    expect(one.defaultObserver()).toBe(defaultObserver());
    expect(defaultObserver()).toMatchObject({ observe: expect.any(Function) });
  });

  test('share their slots under names that every version knows', async () => {
    const copy = load();
    copy.defaultObserver();
    await copy.withProperties({}, () => copy.observeAll(S3Client, { observer: recording().observer }))();
    await copy.createRetryObserver({ sinks: [] }).observe(failingOnce()).send(list());

    const slots = (globalThis as Record<symbol, object>)[Symbol.for('@needs-retry/core/v2')];

    expect(Object.keys(slots ?? {}).sort()).toEqual([
      'calls',
      'invocation',
      'observer',
      'properties',
      'sends',
      'stacks',
    ]);
  });

  test('count once, and lose no handler', async () => {
    const [one, two] = [load(), load()];
    const [first, second] = [recording(), recording()];
    const heard: string[] = [];
    const ofCopy = (copy: typeof one, name: string) => {
      const observer = copy.createRetryObserver({ sinks: [] });
      observer.on('needs-retry', ({ attempts }) => heard.push(`${name} ${attempts}`));
      return observer;
    };
    const client = failingOnce();
    first.observer.observe(client);
    ofCopy(one, 'one').observe(client);
    ofCopy(two, 'two').observe(client);
    second.observer.observe(client);

    await client.send(list());

    expect(heard).toEqual(['one 1', 'two 1', 'one 2', 'two 2']);
    expectExactCounts(first);
    expectExactCounts(second);
  });

  test('see each other’s properties and calls in flight', async () => {
    const [one, two] = [load(), load()];
    const observer = one.createRetryObserver({ sinks: [] });
    const client = observer.observe(failingOnce());
    const inFlight: unknown[] = [];
    observer.on('needs-retry', () =>
      inFlight.push(...observer.callsInFlight().map(({ properties }) => properties)),
    );

    await two.withProperties({ orderId: 'o-1' }, () => client.send(list()));

    expect(inFlight).toEqual([{ orderId: 'o-1' }, { orderId: 'o-1' }]);
  });
});

describe('as a guest in the call', () => {
  const thrown = new Error('a handler’s own');
  const bugs: [string, () => unknown][] = [
    ['throws', () => raise(thrown)],
    ['rejects', () => Promise.reject(thrown)],
    // biome-ignore lint/suspicious/noThenProperty: just that
    ['returns a thenable that throws', () => ({ then: () => raise(thrown) })],
    // biome-ignore lint/suspicious/noThenProperty: just that
    ['returns a thenable whose then rejects', () => ({ then: () => Promise.reject(thrown) })],
    ['returns what cannot be read', () => Object.defineProperty({}, 'then', { get: () => raise(thrown) })],
  ];

  test.each(bugs)(
    'a handler that %s is reported, the others hear it, the caller notices nothing',
    async (_, bug) => {
      const { observer, events, problems } = recording();
      observer.on('needs-retry', bug, { order: 'first' });
      const client = observer.observe(failingOnce());

      expect(await outcome(client)).toEqual(await outcome(failingOnce()));

      await new Promise(setImmediate);
      expect(attemptsOf(events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
      expect(problems).toEqual(
        Array(2).fill([thrown, { source: 'handler', eventName: 'needs-retry.s3.ListBuckets' }]),
      );
    },
  );

  test.each(bugs)(
    'a sink that %s is reported, the others write, the caller notices nothing',
    async (_, bug) => {
      const problems: unknown[] = [];
      const written: number[] = [];
      const observer = createRetryObserver({
        sinks: [
          { write: bug as () => void },
          { write: (event) => written.push('attempts' in event ? event.attempts : 0) },
        ],
        onError: (error, { source }) => problems.push([error, source]),
      });

      expect(await outcome(observer.observe(failingOnce()))).toEqual(await outcome(failingOnce()));

      await new Promise(setImmediate);
      expect(written).toEqual([1, 2]);
      expect(problems).toEqual(Array(2).fill([thrown, 'sink']));
    },
  );

  test.each(bugs)('an onError that %s is swallowed', async (_, bug) => {
    const observer = createRetryObserver({ sinks: [], onError: bug });
    observer.on('*', () => raise(thrown));

    expect(await outcome(observer.observe(failingOnce()))).toEqual(await outcome(failingOnce()));
    await new Promise(setImmediate);
  });

  test('an adapter that throws is reported, and the events lack only what it would have said', async () => {
    const record = recording();
    const client = record.observer.observe(failingOnce(), {
      service: 's3',
      properties: () => raise(thrown),
      errorProperties: () => raise(thrown),
      classify: () => raise(thrown),
      partialFailures: () => raise(thrown),
      watchStream: () => raise(thrown),
    });

    expect(await outcome(client)).toEqual(await outcome(failingOnce()));

    expectExactCounts(record);
    expect(new Set(record.problems.map(([error, { source }]) => `${error} ${source}`))).toEqual(
      new Set([`${thrown} adapter`]),
    );
  });

  test('a handler whose id is taken is not registered, and the last of a pattern is called last', async () => {
    const { observer } = recording();
    const heard: string[] = [];
    observer.on('after-call', () => heard.push('last'), { order: 'last' });
    observer.on('after-call', () => heard.push('once'), { id: 'once' });
    observer.on('after-call', () => heard.push('twice'), { id: 'once' });

    await observer.observe(failingOnce()).send(list());

    expect(heard).toEqual(['once', 'last']);
  });

  test('handlers may add and remove handlers: it counts from the next event', async () => {
    const { observer } = recording();
    const heard: string[] = [];
    const off = observer.on('needs-retry', ({ attempts }) => {
      heard.push(`first ${attempts}`);
      off();
      observer.on('needs-retry', (event) => heard.push(`second ${event.attempts}`));
    });

    await observer.observe(failingOnce()).send(list());

    expect(heard).toEqual(['first 1', 'second 2']);
  });

  test('errors that cannot be read or are no errors reach the caller as they are', async () => {
    const unreadable = new Proxy(new Error('hidden'), {
      get: (_, name) =>
        name === 'name' || name === 'code' || name === '$metadata' ? raise(thrown) : undefined,
    });
    for (const value of [unreadable, 'a text', undefined, Object.freeze(new Error('frozen'))]) {
      const { observer, events } = recording();
      const rejecting = () => {
        const client = s3Client({ requestHandler: scriptedHandler(s3.ok()) });
        // Outside the SDK's logger, which cannot read all of them either.
        const toMiddleware = 'loggerMiddleware';
        client.middlewareStack.addRelativeTo(() => () => Promise.reject(value), {
          relation: 'before',
          toMiddleware,
        });
        return client;
      };
      const rejection = (client: ReturnType<typeof rejecting>) =>
        client.send(list()).then(
          () => 'no rejection',
          (error: unknown) => error,
        );

      // Jest itself cannot look at the first of them.
      expect(Object.is(await rejection(observer.observe(rejecting())), value)).toBe(true);
      expect(Object.is(await rejection(rejecting()), value)).toBe(true);

      expect(endsOf(events)).toEqual(['failed 0']);
    }
  });

  test.each<[object, object]>([
    [
      {
        name: 5,
        code: '',
        Code: 'Odd',
        $metadata: { httpStatusCode: 418, requestId: 'r-1', extendedRequestId: 'e-1' },
      },
      {
        errorName: undefined,
        errorCode: 'Odd',
        statusCode: 418,
        serviceRequestId: 'r-1',
        extendedRequestId: 'e-1',
      },
    ],
    [
      { name: 'Odd', code: 'ODD', Code: 'Other', RequestId: 'r-2', $response: { statusCode: 509 } },
      {
        errorName: 'Odd',
        errorCode: 'ODD',
        statusCode: 509,
        serviceRequestId: 'r-2',
        extendedRequestId: undefined,
      },
    ],
    [
      { name: '', $metadata: { httpStatusCode: '418', requestId: '' } },
      { errorName: undefined, errorCode: undefined, statusCode: undefined, serviceRequestId: undefined },
    ],
  ])('of an error %j the event says %j', async (fields, expected) => {
    const { observer, events } = recording();
    const client = observer.observe(failingOnce());
    const fail = () => () => Promise.reject(Object.assign(new Error('odd'), fields));
    client.middlewareStack.addRelativeTo(fail as never, {
      relation: 'after',
      toMiddleware: 'retryMiddleware',
    });

    await client.send(list()).catch(() => {});

    expect(events[0]).toMatchObject({ kind: 'needs-retry', ...expected });
  });

  test('an error that cannot be read is a client’s, and nothing else is said of it', async () => {
    const { observer, events } = recording();
    const client = observer.observe(failingOnce());
    const unreadable = Object.defineProperty({}, 'name', { get: () => raise(thrown) });
    client.middlewareStack.add((() => () => Promise.reject(unreadable)) as never, {
      step: 'initialize',
      priority: 'low',
    });

    await client.send(list()).catch(() => {});

    expect(events).toMatchObject([
      {
        kind: 'after-call',
        outcome: 'failed',
        errorType: 'CLIENT_ERROR',
        errorName: undefined,
        errorClass: undefined,
      },
    ]);
  });

  test('an error that the SDK does not retry has no reason for giving up, at the last attempt neither', async () => {
    const { observer, events } = recording();
    const client = s3Client({
      maxAttempts: 1,
      requestHandler: scriptedHandler(s3.error(404, 'NoSuchBucket')),
    });

    await observer
      .observe(client)
      .send(list())
      .catch(() => {});

    expect(events.at(-1)).toMatchObject({ outcome: 'failed', gaveUpBecause: undefined });
  });

  test.each([
    ['null', () => null],
    [
      'what cannot be read',
      () => Object.defineProperty({}, 'a', { enumerable: true, get: () => raise(thrown) }),
    ],
  ])('an adapter that answers %s costs no event', async (_, answer) => {
    const record = recording();
    const client = record.observer.observe(failingOnce(), {
      service: 's3',
      properties: answer as never,
      errorProperties: answer as never,
    });

    await client.send(list());

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
  });

  test('a middleware that answers with a plain value is waited for as the SDK does', async () => {
    const plain = { response: { statusCode: 200 }, output: { $metadata: {} } };
    const send = (observe: boolean) => {
      const client = new GenericClient({ requestHandler: scriptedHandler(generic.ok()) });
      client.middlewareStack.addRelativeTo((() => () => plain) as never, {
        relation: 'after',
        toMiddleware: 'retryMiddleware',
      });
      if (observe) recording().observer.observe(client);
      return client.send(new (genericCommand('X'))({}));
    };

    expect(await send(true)).toBe(plain.output);
    expect(await send(false)).toBe(plain.output);
  });

  test('a runtime’s store and a strategy that throw when looked at cost no event, and no rejection', async () => {
    const record = recording();
    const strategy = new Proxy(new ConfiguredRetryStrategy(3, 0), {
      has: () => raise(thrown),
      get: (target, name) => (name === 'standardRetryStrategy' ? raise(thrown) : Reflect.get(target, name)),
    });
    const client = s3Client({ retryStrategy: strategy, requestHandler: scriptedHandler(s3.slowDown()) });
    record.observer.observe(client);
    const globals = globalThis as { awslambda?: object };
    globals.awslambda = { InvokeStore: { getRequestId: () => raise(thrown) } };

    await client.send(list()).catch(() => {});
    delete globals.awslambda;
    await new Promise(setImmediate);

    expectExactCounts(record);
    expect(record.problems).toEqual([]);
  });

  test('an adapter that answers by promises is reported, and its rejections reach nobody', async () => {
    const record = recording();
    const answer = async () => raise(thrown);
    const adapter = {
      properties: answer,
      errorProperties: answer,
      isThrottling: answer,
      hiddenRetries: answer,
    };
    const client = record.observer.observe(failingOnce(), { service: 's3', ...adapter } as never);

    await client.send(list());
    await new Promise(setImmediate);

    expectExactCounts(record);
    const error = new TypeError('Expected an adapter to answer at once, got a promise.');
    expect(new Set(record.problems.map(([each]) => String(each)))).toEqual(new Set([String(error)]));
  });

  test('a thenable that works when it is waited for works once', async () => {
    const handler = scriptedHandler(generic.ok());
    const client = new GenericClient({ requestHandler: handler });
    // biome-ignore lint/suspicious/noThenProperty: just that
    const lazy = (work: () => Promise<unknown>) => ({ then: (...waiter: never[]) => work().then(...waiter) });
    client.middlewareStack.add((next) => (args) => lazy(() => next(args)) as never, {
      step: 'finalizeRequest',
      priority: 'low',
    });
    const record = recording();

    await record.observer.observe(client).send(new (genericCommand('X'))({}));

    expectExactCounts(record);
    expect(handler.requests).toHaveLength(1);
  });

  test('several plugins on one command each hear it', async () => {
    const records = [recording(), recording()];
    const command = list();
    for (const { observer } of records) command.middlewareStack.use(observer.plugin());

    await failingOnce().send(command);

    for (const record of records) expect(endsOf(record.events)).toEqual(['recovered 2']);
  });

  test('what the server receives is what it receives without an observer', async () => {
    const bare = scriptedHandler(s3.slowDown(), s3.ok());
    const watched = scriptedHandler(s3.slowDown(), s3.ok());
    await s3Client({ requestHandler: bare }).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
    const client = recording().observer.observe(s3Client({ requestHandler: watched }));
    await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));

    const comparable = ({ requests }: typeof bare) =>
      requests.map((request) => ({ ...request, headers: { ...request.headers, ...VARYING } }));
    expect(comparable(watched)).toEqual(comparable(bare));
  });

  // Of the time of sending and of chance.
  const VARYING = { authorization: '', 'amz-sdk-invocation-id': '', 'x-amz-date': '' };
});

describe('properties of events', () => {
  test('are the adapter’s and the context’s, as they were when the call began', async () => {
    const { observer, events } = recording();
    const input = { TableName: 'orders', Key: { id: { S: '1' } } };
    const adapter = {
      service: 'dynamodb',
      properties: (from: unknown) => ({ resource: (from as typeof input).TableName }),
    };
    const handler = scriptedHandler(() => {
      input.TableName = 'changed';
      return dynamodb.ok();
    });
    const client = observer.observe(dynamodbClient({ requestHandler: handler }), adapter);

    const { withProperties } = await import('../src/index.js');
    await withProperties({ orderId: 'o-1', attempt: 7, vip: true }, () =>
      client.send(new GetItemCommand(input)),
    );

    expect(events.map(({ properties }) => properties)).toEqual(
      Array(2).fill({ resource: 'orders', orderId: 'o-1', attempt: 7, vip: true }),
    );
  });

  test('of another type are dropped, and reported once for each name', async () => {
    const { observer, events, problems } = recording();
    const properties = { good: 1, list: [1], none: null, big: 1n, nan: Number.NaN, missing: undefined };
    const client = observer.observe(failingOnce(), { service: 's3', properties: () => properties as never });

    await client.send(list());

    expect(events.map((event) => event.properties)).toEqual(Array(3).fill({ good: 1 }));
    expect(problems.map(([error, { source }]) => `${source}: ${(error as Error).message}`).sort()).toEqual([
      'property: Expected property `big` to be a string, a finite number or a boolean, got bigint.',
      'property: Expected property `list` to be a string, a finite number or a boolean, got object.',
      'property: Expected property `nan` to be a string, a finite number or a boolean, got NaN.',
      'property: Expected property `none` to be a string, a finite number or a boolean, got null.',
    ]);
  });

  test('that are dropped are reported without the text by which retries are counted', async () => {
    const { observer, problems } = recording();
    const properties = { 'needs-retry.s3.X|increment|count=1': [] };
    const client = observer.observe(failingOnce(), { service: 's3', properties: () => properties as never });

    await client.send(list());

    expect(problems).toHaveLength(1);
    expect(String(problems[0]![0])).not.toContain('needs-retry.');
  });

  test('that are bad under more than a hundred names are reported for the first hundred', async () => {
    const { observer, problems } = recording();
    const properties = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`bad${i}`, []]));
    const client = observer.observe(failingOnce(), { service: 's3', properties: () => properties as never });

    await client.send(list());

    expect(problems).toHaveLength(100);
  });

  test('of an error join those of the call', async () => {
    const { observer, documents, events } = recording();
    const client = observer.observe(failingOnce(), {
      service: 's3',
      properties: () => ({ resource: 'b' }),
      errorProperties: (error) => ({ throttlingReason: (error as Error).name }),
    });
    await client.send(list());

    expect(events[0]?.properties).toEqual({ resource: 'b', throttlingReason: 'SlowDown' });
    expect(events[1]?.properties).toEqual({ resource: 'b' });
    expect(documents[0]).toMatchObject({ resource: 'b', throttlingReason: 'SlowDown' });
  });

  test('an adapter’s own throttling is counted though the SDK does not retry it', async () => {
    const record = recording();
    const client = s3Client({ requestHandler: scriptedHandler(s3.error(400, 'KmsThrottled')) });
    record.observer.observe(client, {
      service: 's3',
      classify: (error) => ((error as Error).name === 'KmsThrottled' ? 'throttling' : undefined),
    });

    await expect(client.send(list())).rejects.toThrow();

    expectExactCounts(record);
    expect(record.documents).toMatchObject([
      { kind: 'attempt', Throttles: 1, attempts: 1, errorType: 'CLIENT_ERROR' },
    ]);
    expect(endsOf(record.events)).toEqual(['failed 1']);
  });
});

test('a call in flight tells where it is', async () => {
  const { observer } = recording();
  const out = () => {
    snap('out');
    return s3.slowDown();
  };
  const client = s3Client({ requestHandler: scriptedHandler(out, s3.ok()) });
  observer.observe(client, { service: 's3', properties: () => ({ resource: 'b' }) });
  const snaps: unknown[] = [];
  const snap = (when: string) => {
    for (const { attempts, phase, lastError, operation, properties } of observer.callsInFlight()) {
      snaps.push({ when, attempts, phase, lastError: lastError?.errorName, operation, properties });
    }
  };
  observer.on('needs-retry', ({ attempts }) => snap(`after ${attempts}`));
  const another = recording().observer;

  const sent = client.send(list());
  snap('begun');
  expect(another.callsInFlight()).toEqual([]);
  await sent;
  snap('ended');

  const common = { operation: 'ListBuckets', properties: { resource: 'b' } };
  expect(snaps).toEqual([
    { when: 'begun', attempts: 0, phase: 'waiting', lastError: undefined, ...common },
    { when: 'out', attempts: 1, phase: 'attempt', lastError: undefined, ...common },
    { when: 'after 1', attempts: 1, phase: 'waiting', lastError: 'SlowDown', ...common },
    { when: 'after 2', attempts: 2, phase: 'waiting', lastError: undefined, ...common },
  ]);
});

test('flush waits for the sinks that buffer', async () => {
  const order: string[] = [];
  const buffering: Sink = {
    write() {},
    async flush() {
      await new Promise(setImmediate);
      order.push('flushed');
    },
  };
  const failing: Sink = { write() {}, flush: () => Promise.reject(new Error('down')) };
  const problems: unknown[] = [];
  const observer = createRetryObserver({
    sinks: [buffering, failing, { write() {} }],
    onError: (...problem) => problems.push(problem),
  });

  await observer.flush();
  order.push('after');

  expect(order).toEqual(['flushed', 'after']);
  expect(problems).toEqual([[new Error('down'), { source: 'sink' }]]);
});

test('an emitted event reaches handlers, and sinks where it is worth writing', () => {
  const { observer, events, documents } = recording();
  const summary: RetryEvent = {
    kind: 'summary',
    eventName: 'summary.s3.GetObject',
    service: 's3',
    operation: 'GetObject',
    timestamp: 1_700_000_000_000,
    requestId: 'r-1',
    properties: {},
    calls: 2,
    attempts: 3,
    retries: 1,
    callDurationsMs: [5, 9],
  };
  observer.emit(summary);

  expect(events).toEqual([summary]);
  expect(documents).toMatchObject([
    { kind: 'summary', Calls: 2, Attempts: 3, CallDuration: [5, 9], retries: 1 },
  ]);
});

test('an event of a kind that only another version knows reaches handlers, and no sink', () => {
  const written: unknown[] = [];
  const heard: unknown[] = [];
  const observer = createRetryObserver({ sinks: [{ write: (event) => written.push(event) }] });
  observer.on('*', (event) => heard.push(event));
  const event = { kind: 'forecast', eventName: 'forecast.s3.GetObject', attempts: 2 } as never;

  observer.emit(event);

  expect([heard, written]).toEqual([[event], []]);
});

describe('NEEDS_RETRY_DISABLED', () => {
  afterEach(() => {
    delete process.env.NEEDS_RETRY_DISABLED;
  });

  test.each([
    ['true', 0],
    ['1', 0],
    ['Yes', 0],
    ['ON', 0],
    ['false', 2],
    ['once', 2],
    ['11', 2],
    ['', 2],
  ])('%p, read when the observer is made: %d attempts seen', async (value, expected) => {
    process.env.NEEDS_RETRY_DISABLED = value;
    const { observer, events } = recording();
    delete process.env.NEEDS_RETRY_DISABLED;
    const client = failingOnce();
    observer.observe(client);
    client.middlewareStack.use(observer.plugin());

    await client.send(list());

    expect(attemptsOf(events)).toHaveLength(expected);
  });

  test('makes nothing that a wrong environment could break', () => {
    Object.assign(process.env, {
      NEEDS_RETRY_DISABLED: '1',
      NEEDS_RETRY_NAMESPACE: ',',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
    });
    expect(() => createRetryObserver()).not.toThrow();
    delete process.env.NEEDS_RETRY_NAMESPACE;
    delete process.env.AWS_LAMBDA_FUNCTION_NAME;
  });

  test('leaves an observer that has no sinks of its own', () => {
    process.env.NEEDS_RETRY_DISABLED = '1';
    const problems: unknown[] = [];
    const observer = createRetryObserver({ onError: (error) => problems.push(error) });

    observer.emit({ kind: 'summary', eventName: 'summary.s3.GetObject' } as never);

    expect(problems).toEqual([]);
  });

  test('returns the argument unexamined', () => {
    process.env.NEEDS_RETRY_DISABLED = '1';
    const { observer } = recording();
    expect(observer.observe('no client' as never)).toBe('no client');
  });
});

describe('bad input is a TypeError at creation', () => {
  const observer = createRetryObserver({ sinks: [] });
  const emf = (options: object) => () => emfSink(options as EmfOptions);
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`D${i}`, 'v']));
  class Service {}

  test.each<[string, () => unknown]>([
    [
      'Unknown option `sink` of createRetryObserver: it takes `sinks`, `onError`.',
      () => createRetryObserver({ sink: [] } as object),
    ],
    [
      'Expected `options` to be an object in createRetryObserver, got null.',
      () => createRetryObserver(null as never),
    ],
    ['Expected `sinks` to be an array, got an object.', () => createRetryObserver({ sinks: {} as never })],
    [
      'Expected `sinks[1]` to be an object with a function `write`, got "stdout".',
      () => createRetryObserver({ sinks: [lineSink(), 'stdout' as never] }),
    ],
    [
      'Expected `sinks[0]` to be an object with a function `write`, got undefined.',
      () => createRetryObserver({ sinks: [undefined as never] }),
    ],
    [
      'Expected `sinks[0]` to be an object with a function `write`, got a function.',
      () => createRetryObserver({ sinks: [(() => {}) as never] }),
    ],
    [
      'Expected `sinks[0]` to be an object with a function `write`, got an object.',
      () => createRetryObserver({ sinks: [Object.create(null)] }),
    ],
    [
      'Expected `sinks[0]` to be an object with a function `write`, got an object.',
      () => createRetryObserver({ sinks: [Object.create({ constructor: undefined })] }),
    ],
    [
      `Expected \`sinks[0]\` to be an object with a function \`write\`, got "${'x'.repeat(60)}".`,
      () => createRetryObserver({ sinks: ['x'.repeat(60) as never] }),
    ],
    [
      `Expected \`sinks[0]\` to be an object with a function \`write\`, got "${'x'.repeat(60)}…".`,
      () => createRetryObserver({ sinks: ['x'.repeat(61) as never] }),
    ],
    ['Expected `options` to be an object in lineSink, got 5.', () => lineSink(5 as never)],
    [
      'Unknown option `needs-retry\\u002es3` of on: it takes `id`, `order`.',
      () => observer.on('*', () => {}, { 'needs-retry.s3': 1 } as object),
    ],
    ['Expected `onError` to be a function, got true.', () => createRetryObserver({ onError: true as never })],
    ['Expected `pattern` to be a non-empty string, got 5.', () => observer.on(5 as never, () => {})],
    ['Expected `pattern` to be a non-empty string, got "".', () => observer.on('' as never, () => {})],
    ['Expected `handler` to be a function, got undefined.', () => observer.on('*', undefined as never)],
    [
      'Unknown option `first` of on: it takes `id`, `order`.',
      () => observer.on('*', () => {}, { first: true } as object),
    ],
    ['Expected `id` to be a string, got 1.', () => observer.on('*', () => {}, { id: 1 as never })],
    [
      'Expected `order` to be "first" or "last", got "middle".',
      () => observer.on('*', () => {}, { order: 'middle' as never }),
    ],
    [
      'Expected `client` to be one with a `middlewareStack` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got undefined.',
      () => observer.observe(undefined as never),
    ],
    [
      'Expected `client` to be one with a `middlewareStack` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got an instance of Service.',
      () => observer.observe(new Service() as never),
    ],
    ...[undefined, {}].map((copy): [string, () => unknown] => [
      "Expected `client` to be one with the SDK's `retryMiddleware` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got an object.",
      () => observer.observe({ middlewareStack: { addRelativeTo() {}, clone: () => copy } } as never),
    ]),
    [
      "Expected `client` to be one with the SDK's `retryMiddleware` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got an instance of S3Client.",
      () => {
        const client = failingOnce();
        client.middlewareStack.remove('retryMiddleware');
        observer.observe(client);
      },
    ],
    ['Expected `adapter` to be an object, got null.', () => observer.observe(failingOnce(), null as never)],
    ['Expected `adapter.service` to be a non-empty string, got "".', () => observer.plugin({ service: '' })],
    [
      'Expected `client` to be one with a `middlewareStack` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got an object.',
      () => observer.observe({ middlewareStack: { addRelativeTo() {} } } as never),
    ],
    ['Expected `adapter` to be an object, got "s3".', () => observer.observe(failingOnce(), 's3' as never)],
    [
      'Expected `adapter.service` to be a non-empty string, got undefined.',
      () => observer.plugin({} as never),
    ],
    [
      'Expected `adapter.properties` to be a function, got an object.',
      () => observer.plugin({ service: 's3', properties: {} as never }),
    ],
    [
      'Unknown option `JSON` of lineSink: it takes `json`, `maxWaitMs`, `backlogBytes`.',
      () => lineSink({ JSON: true } as object),
    ],
    ['Expected `json` to be a boolean, got "yes".', () => lineSink({ json: 'yes' as never })],
    [
      'Expected `maxWaitMs` to be a number of milliseconds from 0, got -1.',
      () => lineSink({ maxWaitMs: -1 }),
    ],
    ['Expected `backlogBytes` to be an integer from 0, got -1.', () => lineSink({ backlogBytes: -1 })],
    ['Expected `backlogBytes` to be an integer from 0, got 0.5.', () => lineSink({ backlogBytes: 0.5 })],
    [
      'Unknown option `dimension` of emfSink: it takes `namespace`, `dimensions`, `dimensionSets`, `metrics`, `storageResolution`, `cardinalityLimit`, `burst`, `maxWaitMs`, `backlogBytes`.',
      emf({ dimension: {} }),
    ],
    [
      'Unknown option `dimension` of emfDocuments: it takes `namespace`, `dimensions`, `dimensionSets`, `metrics`, `storageResolution`, `cardinalityLimit`.',
      () => emfDocuments({ dimension: {} } as object),
    ],
    [
      'Expected `namespace` to be 1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon, got "My,App".',
      emf({ namespace: 'My,App' }),
    ],
    [
      'Expected `namespace` to be 1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon, got "AWS/Lambda".',
      emf({ namespace: 'AWS/Lambda' }),
    ],
    [
      'Expected `namespace` to be 1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon, got " ".',
      emf({ namespace: ' ' }),
    ],
    ['Expected `dimensions` to be an object of strings, got an array of 0.', emf({ dimensions: [] })],
    ['Expected `dimensions` to be an object of strings, got null.', emf({ dimensions: null })],
    [
      'Expected `namespace` to be 1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon, got null.',
      emf({ namespace: null }),
    ],
    ['Expected `options` to be an object in lineSink, got an array of 0.', () => lineSink([] as object)],
    [
      'Expected `dimensions` to be names of 1 to 250 ASCII characters, not all blank, no colon first, got ":stage".',
      emf({ dimensions: { ':stage': 'x' } }),
    ],
    [
      'Expected `dimensions.Stage` to be 1 to 1,024 ASCII characters, not all blank, got "prød".',
      emf({ dimensions: { Stage: 'prød' } }),
    ],
    [
      'Expected `dimensions` to be names that are no member of every document, got "kind".',
      emf({ dimensions: { kind: 'x' } }),
    ],
    ['Expected at most 28 `dimensions`, got 29.', emf({ dimensions: many(29) })],
    [
      'Expected `dimensionSets` to be a non-empty array of arrays, got an array of 0.',
      emf({ dimensionSets: [] }),
    ],
    [
      'Expected `dimensionSets[0]` to be at most 30 names, got an array of 31.',
      emf({ dimensionSets: [Object.keys(many(31))] }),
    ],
    [
      'Expected `dimensionSets[1]` to be different names, got "ServiceId,ServiceId".',
      emf({ dimensionSets: [[], ['ServiceId', 'ServiceId']] }),
    ],
    [
      'Expected `dimensionSets[0]` to be names that are no member of every document, got "region".',
      emf({ dimensionSets: [['region']] }),
    ],
    ['Expected `metrics` to be a non-empty array, got an array of 0.', emf({ metrics: [] })],
    [
      'Expected `metrics` to be of Retries, Throttles, RetryDelay, RetriesExhausted, RetryableEntries, StreamErrors, CallsAtDeadline, Calls, Attempts, CallDuration, got "Latency".',
      emf({ metrics: ['Latency'] }),
    ],
    ['Expected `storageResolution` to be 1 or 60, got 30.', emf({ storageResolution: 30 })],
    ['Expected `cardinalityLimit` to be a positive integer, got 0.', emf({ cardinalityLimit: 0 })],
    [
      'Expected `dimensions` to be at most 2,048 bytes of a document with namespace and sets, got 2521.',
      emf({ dimensions: { A: 'a'.repeat(1_000), B: 'b'.repeat(1_000) } }),
    ],
  ])('%s', (message, create) => {
    expect(create).toThrow(new TypeError(message));
  });

  test.each([
    ['NEEDS_RETRY_NAMESPACE', 'a,b'],
    ['AWS_EMF_NAMESPACE', 'ü'],
  ])('the environment’s %s too', (name, value) => {
    process.env[name] = value;
    expect(() => emfSink()).toThrow(
      new TypeError(
        `Expected \`${name}\` to be 1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon, got "${value}".`,
      ),
    );
    delete process.env[name];
  });
});

function raise(error: Error): never {
  throw error;
}
