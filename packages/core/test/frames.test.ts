import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, type S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { DescribeEndpointsCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { captureNode, dynamodb, refused, s3, scriptedHandler } from '@needs-retry/fixtures';
import type { ScriptedHandler } from '@needs-retry/testing';
import { constructStack } from '@smithy/core/client';
import { getRetryPlugin } from '@smithy/core/retry';
import type { RetryObserver } from '../src/index.js';
import {
  attemptsOf,
  dynamodbClient,
  endsOf,
  expectExactCounts,
  type Recording,
  recording,
  s3Client,
} from './support.js';

const list = () => new ListBucketsCommand({});
const failingOnce = (config: S3ClientConfig = {}) =>
  s3Client({ requestHandler: scriptedHandler(s3.slowDown(), s3.ok()), ...config });

type Args = { input: object; request?: object };
type Next = (args: never) => Promise<never>;

/** The functions themselves, which tell a wrapped one from its original. */
function middlewaresOf({ middlewareStack }: S3Client): readonly unknown[] {
  const middlewares: unknown[] = [];
  const take = (middleware: unknown) => middlewares.push(middleware);
  middlewareStack.applyToStack({ add: take, addRelativeTo: take } as never);
  return middlewares;
}

describe('in the middleware stack', () => {
  /** A client with middlewares of its user's in every place near the retries, which note that they run. */
  function crowded(ran: string[]): S3Client {
    const client = failingOnce();
    const noting = (name: string) => (next: Next) => (args: Args) => {
      ran.push(name);
      return next(args as never);
    };
    const shared = noting('shared') as never;
    const stack = client.middlewareStack;
    stack.add(shared, { step: 'initialize', priority: 'high' });
    stack.add(noting('high, nameless') as never, { step: 'finalizeRequest', priority: 'high' });
    stack.add(noting('high, named') as never, { step: 'finalizeRequest', priority: 'high', name: 'high' });
    stack.add(shared, { step: 'finalizeRequest', priority: 'high' });
    const toMiddleware = 'retryMiddleware';
    stack.addRelativeTo(noting('before') as never, { relation: 'before', toMiddleware });
    stack.addRelativeTo(noting('after') as never, { relation: 'after', toMiddleware, name: 'after' });
    return client;
  }

  test('the middlewares of others run as often, and in the same order', async () => {
    const [ofBare, ofObserved]: [string[], string[]] = [[], []];
    await crowded(ofBare).send(list());
    await recording().observer.observe(crowded(ofObserved)).send(list());

    expect(ofObserved).toEqual(ofBare);
  });

  test('one place is ours, and when the last observer is detached no middleware', () => {
    const { observer } = recording();
    const client = crowded([]);
    const places = client.middlewareStack.identify();
    const middlewares = middlewaresOf(client);

    observer.observe(client);
    const during = client.middlewareStack.identify();
    observer.unobserve(client);

    expect(during).toEqual(['anonymous - initialize', ...places]);
    expect(client.middlewareStack.identify()).toEqual(places);
    expect(middlewaresOf(client)).toEqual(middlewares);
  });

  test.each([false, true])(
    'a retry plugin used later loses the calls until that is noticed, which is reported once (cacheMiddleware %s)',
    async (cacheMiddleware) => {
      const record = recording();
      const client = s3Client({
        cacheMiddleware,
        requestHandler: scriptedHandler(
          s3.slowDown(),
          s3.ok(),
          s3.slowDown(),
          s3.ok(),
          s3.error(404, 'NoSuchBucket'),
        ),
      });
      record.observer.observe(client);
      client.middlewareStack.use(getRetryPlugin(client.config as never) as never);

      await client.send(list());
      expect(record.events).toEqual([]);
      await client.send(list());
      await client.send(list()).catch(() => {});

      expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)', '1:NoSuchBucket(404)']);
      expectExactCounts(record);
      expect(record.problems).toEqual([
        [
          new Error(
            'A retry plugin was used after the client was observed: attempts were not counted until now. Observe the client after its last plugin.',
          ),
          { source: 'stack' },
        ],
      ]);
      record.observer.unobserve(client);
      await client.send(list()).catch(() => {});
      expect(record.events.filter((event) => event.kind === 'needs-retry')).toHaveLength(3);
    },
  );

  test.each(['before', 'after'])(
    'a failure between retries and request counts, added %s observing',
    async (when) => {
      const record = recording();
      const client = failingOnce();
      let failures = 2;
      const add = () =>
        client.middlewareStack.addRelativeTo(
          ((next: Next) => async (args: never) => {
            if (failures-- > 0) throw Object.assign(new Error('no'), { name: 'TimeoutError' });
            return next(args);
          }) as never,
          { relation: 'after', toMiddleware: 'retryMiddleware' },
        );
      if (when === 'before') add();
      record.observer.observe(client);
      if (when === 'after') add();

      await client.send(list()).catch(() => {});

      expect(attemptsOf(record.events)).toEqual(['1:TimeoutError', '2:TimeoutError', '3:SlowDown(503)']);
      expectExactCounts(record);
    },
  );

  test.each([
    ['initialize', ({ input }: Args) => ({ input })],
    ['build', ({ input, request }: Args) => ({ input, request })],
  ] as const)('a middleware at %s that rebuilds its arguments loses no attempt', async (step, rebuild) => {
    const record = recording();
    const client = failingOnce();
    const middleware = (next: Next) => (args: Args) => next(rebuild(args) as never);
    client.middlewareStack.add(middleware as never, { step: step as 'build' });
    record.observer.observe(client);

    await client.send(list());

    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
    expect(endsOf(record.events)).toEqual(['recovered 2']);
    expectExactCounts(record);
    expect(record.problems).toEqual([]);
  });
});

test('a call that fails before its attempts with an error of another call ends with after-call', async () => {
  const record = recording();
  const ofAnother = Object.assign(new Error('denied'), { $metadata: { httpStatusCode: 403, attempts: 1 } });
  const credentials = () => Promise.reject(ofAnother);
  const client = s3Client({ credentials, requestHandler: scriptedHandler(s3.ok()) });
  record.observer.observe(client);

  await expect(client.send(list())).rejects.toBe(ofAnother);

  expect(endsOf(record.events)).toEqual(['failed 0']);
  expect(record.problems).toEqual([]);
});

test('observing again repairs what a retry plugin has displaced', async () => {
  const record = recording();
  const client = record.observer.observe(failingOnce());
  client.middlewareStack.use(getRetryPlugin(client.config as never) as never);
  record.observer.observe(client);

  await client.send(list());

  expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
});

describe('as without us', () => {
  test('a rejected attempt that nobody awaits is an unhandledRejection', async () => {
    const { stdout } = await captureNode(join(__dirname, 'programs', 'unhandled.ts'));

    expect(stdout).toEqual(['bare: unhandled SlowDown', 'observed: unhandled SlowDown']);
  });

  test.each(['region', 'maxAttempts', 'retryMode'])('a provider of %s that fails once', async (name) => {
    const results = async (observe: (client: S3Client) => S3Client) => {
      let asked = 0;
      const provider = async () => {
        if (asked++ === 0) throw new Error('not yet');
        return name === 'region' ? 'us-east-1' : name === 'maxAttempts' ? 2 : 'standard';
      };
      const { retryStrategy: _, ...config } = { retryStrategy: undefined, [name]: provider };
      const client = s3Client({ requestHandler: scriptedHandler(s3.ok()), ...config });
      if (name !== 'region') delete (client.config as { retryStrategy?: unknown }).retryStrategy;
      return Promise.all([1, 2].map(() => observe(client).send(list()).then(ok, messageOf)));
    };
    const { observer } = recording();

    expect(await results((client) => observer.observe(client))).toEqual(await results((client) => client));
  });
  const ok = () => 'ok';
  const messageOf = (error: Error) => error.message;
});

describe('what stands in the middle of the stack', () => {
  const beside = { relation: 'after', toMiddleware: 'retryMiddleware' } as const;
  const initialize = { step: 'initialize', priority: 'low' } as const;
  const thrown = Object.assign(new Error('at once'), { $metadata: {} });
  const answer = { response: { statusCode: 200 }, output: { $metadata: { httpStatusCode: 200 } } };

  /** Calls with a middleware that does not wait, as it is with and without us. */
  async function play(middleware: () => unknown, place: typeof beside | typeof initialize) {
    const record = recording();
    const results: unknown[] = [];
    for (const observe of [false, true]) {
      const client = s3Client({ requestHandler: scriptedHandler(s3.ok()) });
      if (place === beside) client.middlewareStack.addRelativeTo((() => middleware) as never, beside);
      else client.middlewareStack.add((() => middleware) as never, initialize);
      if (observe) record.observer.observe(client);
      results.push(
        await Promise.resolve()
          .then(() => client.send(list()))
          .catch((error: unknown) => error),
      );
    }
    expect(results[1]).toEqual(results[0]);
    expect(record.observer.callsInFlight()).toEqual([]);
    expectExactCounts(record);
    return [...attemptsOf(record.events), ...endsOf(record.events)];
  }

  test('an attempt that throws at once has ended', async () => {
    expect(await play(() => raise(thrown), beside)).toEqual(['1:Error', 'failed 1']);
  });

  test('a call that throws at once has ended', async () => {
    expect(await play(() => raise(thrown), initialize)).toEqual(['failed 0']);
  });

  test('an attempt that answers at once has ended', async () => {
    expect(await play(() => answer, beside)).toEqual(['1:ok(200)', 'success 1']);
  });

  function raise(error: Error): never {
    throw error;
  }
});

describe('stacks of one call', () => {
  test('three that are observed each by one: each gets all events of the call', async () => {
    const records = [recording(), recording(), recording()];
    const [ofClient, ofOther, ofCommand] = records.map(({ observer }) => observer) as [
      RetryObserver,
      RetryObserver,
      RetryObserver,
    ];
    const client = ofClient.observe(failingOnce());
    const other = constructStack<object, object>();
    other.use(ofOther.plugin());
    client.middlewareStack = client.middlewareStack.concat(other as never);
    const command = list();
    command.middlewareStack.use(ofCommand.plugin());

    await client.send(command);

    for (const record of records) {
      expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
      expect(endsOf(record.events)).toEqual(['recovered 2']);
      expectExactCounts(record);
    }
  });
});

describe('a command that is observed by itself', () => {
  const after = { relation: 'after', toMiddleware: 'retryMiddleware' } as const;
  type Retry = (next: Next, args: Args) => Promise<never>;

  /** Sends a command with its own observer. */
  async function send(record: Recording, config: object, prepare = (_: S3Client): void => {}) {
    const client = failingOnce(config);
    prepare(client);
    const command = list();
    command.middlewareStack.use(record.observer.plugin());
    return client.send(command);
  }

  const first = (retry: Retry) => ({ retryStrategy: { mode: 'first', retry } });
  const again: Retry = (next, { input, request }) => {
    const attempt = async () => next({ input, request } as never);
    return attempt().catch(attempt);
  };

  test('is counted where a strategy of the first generation rebuilds its arguments', async () => {
    const record = recording();

    await send(record, first(again));

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
    expect(record.problems).toEqual([]);
  });

  test('follows a redirect into another loop', async () => {
    const record = recording();
    const requestHandler = scriptedHandler(s3.redirect('eu-west-1'), s3.ok());
    const command = new GetObjectCommand({ Bucket: 'b', Key: 'k' });
    command.middlewareStack.use(record.observer.plugin());

    await s3Client({ followRegionRedirects: true, requestHandler }).send(command);

    expectExactCounts(record);
    expect(record.events[1]).toMatchObject({ attempts: 2, cause: { errorType: 'REDIRECT' } });
  });

  test('that lost its call on the way is sent all the same, and this is reported', async () => {
    const record = recording();

    const output = await send(record, {}, ({ middlewareStack }) => {
      const rebuild = (next: Next) => (args: Args) =>
        next({ input: args.input, request: args.request } as never);
      middlewareStack.add(rebuild as never, { step: 'build' });
    });

    expect(output.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 2 });
    expect(record.problems.map(([error]) => (error as Error).message)).toEqual([
      expect.stringMatching(/^A retry strategy rebuilt the arguments of a command/),
    ]);
  });

  test('that has lost its request on the way counts as answered', async () => {
    const record = recording();
    const answer = { response: { statusCode: 200 }, output: { $metadata: {} } };

    await send(
      record,
      first((next, args) => next(args as never)),
      ({ middlewareStack }) => {
        const lose = (next: Next) => (args: Args) => next({ ...args, request: undefined } as never);
        middlewareStack.add(lose as never, { step: 'build', priority: 'low' });
        middlewareStack.addRelativeTo((() => async () => answer) as never, after);
      },
    );

    expect(attemptsOf(record.events)).toEqual(['1:ok(200)']);
    expect(record.problems).toEqual([]);
  });
});

describe('arguments and answers that are none', () => {
  const after = { relation: 'after', toMiddleware: 'retryMiddleware' } as const;
  const send = async (record: Recording, retry: (next: Next) => unknown, answer: () => unknown) => {
    const client = failingOnce({ retryStrategy: { mode: 'first', retry } } as never);
    client.middlewareStack.addRelativeTo((() => answer) as never, after);
    return record.observer.observe(client).send(list());
  };

  test('a strategy that hands nothing on', async () => {
    const record = recording();
    const answers = [() => raise(new Error('at once')), () => ANSWER];
    const retry = async (next: Next) => next(undefined as never).catch(() => next(undefined as never));

    await send(record, retry, async () => answers.shift()!());

    expectExactCounts(record);
    expect(attemptsOf(record.events)).toEqual(['1:Error', '2:ok(200)']);
    expect(record.problems).toEqual([]);
  });

  test.each([[undefined], [{ output: { $metadata: {} } }]])(
    'a middleware that answers %j: nothing was sent',
    async (answer) => {
      const record = recording();
      const retry = async (next: Next) => {
        await next({} as never);
        return ANSWER;
      };

      await send(record, retry, async () => answer);

      expect(record.events).toEqual([]);
      expect(record.problems).toEqual([]);
    },
  );

  test('a strategy gets a plain answer as it is, and no promise of it', async () => {
    const record = recording();
    const got: unknown[] = [];
    const retry = (next: (args: object) => unknown) => {
      got.push(next({}));
      return got[0];
    };

    await send(record, retry as never, () => ANSWER);

    expect(got).toEqual([ANSWER]);
    expect(attemptsOf(record.events)).toEqual(['1:ok(200)']);
  });

  test('of two attempts at once neither is the cause of the other', async () => {
    const record = recording();
    const retry = async (next: Next) => (await Promise.all([next({} as never), next({} as never)]))[0];

    await send(record, retry, async () => ANSWER);

    expect(record.events.map((event) => 'cause' in event && event.cause)).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });

  const ANSWER = { response: { statusCode: 200 }, output: { $metadata: { httpStatusCode: 200 } } };
  function raise(error: Error): never {
    throw error;
  }
});

test.each([0, 1, 2, 3, 4, 5])(
  'what fails in our own code is reported, and the call goes on: reading of the clock %i',
  async (failing) => {
    const bug = new Error('a bug of ours');
    const record = recording();
    let readings = 0;
    const client = record.observer.observe(failingOnce());
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => {
      if (readings++ === failing) throw bug;
      return 1_000;
    });
    try {
      const output = await client.send(list());

      expect(output.$metadata).toMatchObject({ httpStatusCode: 200, attempts: 2 });
    } finally {
      clock.mockRestore();
    }
    expect(record.problems).toEqual([[bug, { source: 'internal' }]]);
    expect(record.observer.callsInFlight()).toEqual([]);
  },
);

test.each(['first', 'later'])(
  'an observer that is detached while a call is on its way to it sees nothing, placed %s',
  async (when) => {
    const record = recording();
    const client = failingOnce();
    const leave = (next: Next) => (args: never) => {
      record.observer.unobserve(client);
      return next(args);
    };
    const add = () => client.middlewareStack.add(leave as never, { step: 'initialize', priority: 'high' });
    if (when === 'first') add();
    record.observer.observe(client);
    if (when === 'later') add();

    expect((await client.send(list())).$metadata).toMatchObject({ httpStatusCode: 200, attempts: 2 });

    expect([record.events, record.problems]).toEqual([[], []]);
  },
);

test('a displaced retry entry is noticed by a failure, too, unless that was before the attempts', async () => {
  const record = recording();
  const requestHandler = scriptedHandler(s3.error(404, 'NoSuchBucket'), s3.slowDown(), s3.ok());
  const client = record.observer.observe(s3Client({ requestHandler }));
  client.middlewareStack.use(getRetryPlugin(client.config as never) as never);
  let isRefused = true;
  client.middlewareStack.add(
    ((next: Next) => async (args: never) => {
      if (isRefused) throw new Error('refused');
      return next(args);
    }) as never,
    { step: 'initialize', priority: 'low' },
  );

  await client.send(list()).catch(() => {});
  expect([endsOf(record.events), record.problems]).toEqual([['failed 0'], []]);
  isRefused = false;
  await client.send(list()).catch(() => {});
  expect(record.problems).toHaveLength(1);
  await client.send(list());

  expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '2:ok(200)']);
  expect(endsOf(record.events)).toEqual(['failed 0', 'recovered 2']);
});

describe('figures', () => {
  /** A success that a user's middleware sends again after 150 ms. */
  async function sentAgain({ observer }: Recording): Promise<void> {
    let now = 1_000;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    try {
      const client = s3Client({ requestHandler: scriptedHandler(s3.ok()) });
      client.middlewareStack.addRelativeTo(
        ((next: Next) => async (args: never) => {
          await next(args);
          now += 150;
          return next(args);
        }) as never,
        { relation: 'before', toMiddleware: 'retryMiddleware' },
      );
      await observer.observe(client).send(list());
    } finally {
      clock.mockRestore();
    }
  }

  test('are the same whether or not anybody listens', async () => {
    const [listened, silent] = [recording(), recording()];
    const documents: unknown[] = [];
    const { createRetryObserver } = await import('../src/index.js');
    const observer = createRetryObserver({ sinks: [{ write: (event) => documents.push(event) }] });

    await sentAgain({ ...silent, observer });
    await sentAgain(listened);

    const heard = listened.events.find((event) => event.kind === 'needs-retry' && event.attempts === 2);
    expect(heard).toMatchObject({
      delayMs: 150,
      cause: {
        errorName: undefined,
        errorType: undefined,
        errorClass: undefined,
        statusCode: 200,
        serviceRequestId: 'S3SCRIPTEDREQUEST',
        durationMs: 0,
      },
    });
    const comparable = (event: unknown) => ({
      ...(event as object),
      sdkInvocationId: '',
      timestamp: 0,
      output: 0,
    });
    expect(documents.map(comparable)).toEqual([comparable(heard)]);
  });
});

describe('what events say of the client', () => {
  const timeouts: [object, number | undefined][] = [
    [{}, 0],
    [{ requestTimeout: 500 }, 0],
    [{ requestTimeout: 500, throwOnRequestTimeout: true }, 500],
    [{ requestTimeout: 500, throwOnRequestTimeout: false }, 0],
    [{ socketTimeout: 700 }, 700],
  ];

  test.each(timeouts)('a request handler with %j ends a request after %s ms', async (options, expected) => {
    const { observer, events } = recording();
    const endpoint = 'http://127.0.0.1:1';
    const client = s3Client({ requestHandler: options, endpoint, maxAttempts: 1 });
    await observer
      .observe(client)
      .send(list())
      .catch(() => {});

    expect(events.at(-1)).toMatchObject({ kind: 'after-call', requestTimeoutMs: expected });
  });

  test('a plugin without an adapter names the service the same before and after its first request', async () => {
    const { observer, events } = recording();
    let failures = 1;
    const credentials = async () => {
      if (failures-- > 0) throw new Error('no credentials');
      return { accessKeyId: 'a', secretAccessKey: 's' };
    };
    const requestHandler = scriptedHandler(dynamodb.ok({ Endpoints: [] }));
    const client = new TimestreamQueryClient({ region: 'us-east-1', credentials, requestHandler });
    client.middlewareStack.use(observer.plugin());
    const send = () => client.send(new DescribeEndpointsCommand({})).catch(() => {});
    const names = () => events.flatMap(({ kind, service }) => (kind === 'after-call' ? [service] : []));

    const sent = send();
    const begun = observer.callsInFlight().map(({ service }) => service);
    await sent;
    await send();

    expect([begun, names()]).toEqual([['timestream-query'], ['timestream-query', 'timestream-query']]);
  });

  test('nothing of a handler that does not tell', async () => {
    const { observer, events } = recording();
    await observer.observe(failingOnce()).send(list());

    expect(events.at(-1)).toMatchObject({ requestTimeoutMs: undefined, retryMode: 'standard' });
  });

  test('the retry mode is that of the strategy', async () => {
    const modes = ['standard', 'adaptive'];
    const seen: unknown[] = [];
    for (const retryMode of modes) {
      const { observer, events } = recording();
      const client = dynamodbClient({
        requestHandler: scriptedHandler(dynamodb.ok()),
        retryStrategy: undefined as never,
        retryMode,
      });
      await observer.observe(client).send(new ListTablesCommand({}));
      const event = events.at(-1);
      seen.push(event?.kind === 'after-call' && event.retryMode);
    }

    expect(seen).toEqual(modes);
  });

  const hints: [string, Record<string, string>, number | undefined][] = [
    ['seconds', { 'retry-after': '2' }, 2_000],
    ['milliseconds', { 'x-amz-retry-after': '35' }, 35],
    ['nothing that can be read', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ];

  test.each(hints)('what the server asked to wait, here %s', async (_, headers, expected) => {
    const { observer, events } = recording();
    const handler: ScriptedHandler = scriptedHandler(s3.error(503, 'SlowDown', 'slow', headers));
    const client = observer.observe(
      s3Client({ requestHandler: handler, maxAttempts: 1, retryStrategy: undefined as never }),
    );
    await client.send(list()).catch(() => {});

    expect(events[0]).toMatchObject({ attempts: 1, retryAfterMs: expected });
  });

  test('of several answers the latest that failed asked', async () => {
    const { observer, events } = recording();
    const asking = (ms: number) => s3.error(503, 'SlowDown', 'slow', { 'x-amz-retry-after': `${ms}` });
    const replies = [asking(1), asking(2), s3.slowDown(), s3.ok()];
    const config = { requestHandler: scriptedHandler(...replies), maxAttempts: 5 };
    await observer.observe(s3Client(config)).send(list());

    expect(events.flatMap((event) => (event.kind === 'needs-retry' ? [event.retryAfterMs] : []))).toEqual([
      1,
      2,
      undefined,
      undefined,
    ]);
  });

  test('how long the attempt before took', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    try {
      const { observer, events } = recording();
      const slow = () => {
        now += 40;
        return refused();
      };
      const client = observer.observe(s3Client({ requestHandler: scriptedHandler(slow, s3.ok()) }));
      await client.send(list());

      expect(events[0]).toMatchObject({ durationMs: 40 });
      expect(events[1]).toMatchObject({ durationMs: 0, cause: { durationMs: 40, errorClass: 'transient' } });
    } finally {
      clock.mockRestore();
    }
  });
});
