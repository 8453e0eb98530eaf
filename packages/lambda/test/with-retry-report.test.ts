import { GetObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { createRetryObserver } from '@needs-retry/core';
import { hang, s3 } from '@needs-retry/fixtures';
import type { SentRequest } from '@needs-retry/testing';
import { type RetryReportOptions, retryReport, withRetryReport } from '../src/index.js';
import { context, inBucket, invoke, recording } from './support.js';

const failOnce = ({ attempt }: SentRequest) => (attempt === 1 ? s3.slowDown() : s3.ok('<Result/>'));
const get = (Bucket: string) => new GetObjectCommand({ Bucket, Key: 'k' });
const by = (kind: string) => (event: { kind: string }) => event.kind === kind;

describe('the handler', () => {
  const { observer } = recording(failOnce);
  const options = { observer };

  test('gets its own arguments and this, and its result is passed on', async () => {
    const promise = Promise.resolve('result');
    const seen: unknown[] = [];
    const handler = withRetryReport(function (this: unknown, ...args: unknown[]) {
      seen.push(this, ...args);
      return promise;
    }, options);
    const [self, event, ctx] = [{}, {}, context('r-1')];

    expect(Reflect.apply(handler, self, [event, ctx])).toBe(promise);
    expect(seen).toEqual([self, event, ctx]);
  });

  test('fails with its own error, thrown or rejected', async () => {
    const error = new Error('mine');
    const throwing = withRetryReport(() => {
      throw error;
    }, options);
    const rejecting = withRetryReport(() => Promise.reject(error), options);

    expect(() => throwing()).toThrow(error);
    await expect(rejecting()).rejects.toBe(error);
  });

  test('answers through its callback', async () => {
    const handler = withRetryReport(
      (_event: unknown, _context: unknown, callback: (e: null, r: string) => void) => {
        setImmediate(() => callback(null, 'result'));
      },
      options,
    );

    const result = await new Promise<string>((resolve) => {
      handler({}, context('r-1'), (_, value) => resolve(value));
    });

    expect(result).toBe('result');
  });

  test.each([
    () => {},
    (_e: unknown) => {},
    (_e: unknown, _c: unknown) => {},
    (_e: unknown, _c: unknown, _cb: unknown) => {},
  ])('keeps its length, its name and its properties: %p', (original) => {
    const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');
    const dressed = Object.assign(original, { [streaming]: 'response', note: 'kept' });

    const handler = withRetryReport(dressed, options);

    expect(handler).not.toBe(original);
    expect([handler.length, handler.name, handler.note]).toEqual([original.length, original.name, 'kept']);
    expect(Reflect.get(handler, streaming)).toBe('response');
  });

  test('is returned itself with NEEDS_RETRY_DISABLED', () => {
    process.env.NEEDS_RETRY_DISABLED = 'true';
    const handler = () => {};
    expect(withRetryReport(handler, options)).toBe(handler);
    delete process.env.NEEDS_RETRY_DISABLED;
  });

  test('may return a thenable that works when it is waited for: it works once', async () => {
    let works = 0;
    // biome-ignore lint/suspicious/noThenProperty: just that
    const lazy = { then: (done: (value: number) => void) => done(++works) };

    expect(await withRetryReport(() => lazy, options)()).toBe(1);
    expect(works).toBe(1);
  });

  test('is watched by no listener of the process', async () => {
    const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const before = listeners();

    const running = invoke(
      withRetryReport(async () => listeners(), options),
      context('r-1'),
    );

    expect(await running).toEqual(before);
    expect(listeners()).toEqual(before);
  });

  test('works without a context, and with one that cannot be read', async () => {
    const handler = withRetryReport(async () => 'result', options);
    const unreadable = {
      get awsRequestId(): string {
        throw new Error('no context');
      },
    };

    expect(await handler()).toBe('result');
    expect(await invoke(handler, null as never)).toBe('result');
    expect(await invoke(handler, unreadable)).toBe('result');
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no context');
      },
    ],
    ['is no number', () => 'soon'],
    ['is not finite', () => Number.POSITIVE_INFINITY],
    ['is more than a timer can wait for', () => 1e12],
    ['is nothing, as in many a test', () => 0],
  ])('works, and reports no deadline, where the remaining time %s', async (_, getRemainingTimeInMillis) => {
    const { observer, events, client } = recording(() => hang());
    const handler = withRetryReport(
      async () => {
        const abortSignal = AbortSignal.timeout(20);
        await client.send(new ListBucketsCommand({}), { abortSignal }).catch(() => {});
        return 'result';
      },
      { observer },
    );

    expect(await invoke(handler, { awsRequestId: 'r-1', getRemainingTimeInMillis })).toBe('result');
    expect(events.filter(by('deadline'))).toEqual([]);
  });
});

test('its calls carry the request id of the context, and whether the start was cold', async () => {
  const { observer, events, client } = recording(failOnce);
  const handler = withRetryReport(async () => void (await client.send(new ListBucketsCommand({}))), {
    observer,
  });

  await invoke(handler, context('r-1'));
  await invoke(handler, context('r-2'));

  expect(events.map(({ requestId }) => requestId)).toEqual([
    ...Array(3).fill('r-1'),
    ...Array(3).fill('r-2'),
  ]);
  expect(events.slice(3).map(({ properties }) => properties.coldStart)).toEqual(Array(3).fill('no'));
});

test('a call after the invocation’s end carries no request id', async () => {
  const { observer, events, client } = recording(failOnce);
  await invoke(
    withRetryReport(async () => 'done', { observer }),
    context('r-1'),
  );

  await client.send(new ListBucketsCommand({}));

  expect(events.map(({ requestId }) => requestId)).toEqual([undefined, undefined, undefined]);
});

describe('the summary', () => {
  const summaryOf = (events: readonly { kind: string }[]) => events.filter(by('summary'));

  test('counts calls, attempts and retries by operation, once each', async () => {
    const { observer, events, client } = recording((request) =>
      inBucket(request, 'broken') ? s3.noSuchKey() : failOnce(request),
    );
    const handler = withRetryReport(
      async () => {
        await client.send(get('a'));
        await client.send(get('broken')).catch(() => {});
        await client.send(new GetObjectCommand({ Key: 'k' } as never)).catch(() => {});
        await client.send(new ListBucketsCommand({}));
      },
      { observer, summary: true },
    );

    await invoke(handler, context('r-1'));

    const common = { kind: 'summary', service: 's3', timestamp: expect.any(Number), requestId: 'r-1' };
    const properties = { coldStart: 'no' };
    expect(summaryOf(events)).toEqual([
      {
        ...common,
        eventName: 'summary.s3.GetObject',
        operation: 'GetObject',
        properties,
        calls: 2,
        attempts: 3,
        retries: 1,
        callDurationsMs: [expect.any(Number), expect.any(Number)],
      },
      {
        ...common,
        eventName: 'summary.s3.ListBuckets',
        operation: 'ListBuckets',
        properties,
        calls: 1,
        attempts: 2,
        retries: 1,
        callDurationsMs: [expect.any(Number)],
      },
    ]);
  });

  test('takes several documents for more than 100 calls, whose sums are exact', async () => {
    const { observer, events, client } = recording(() => s3.ok('<Result/>'));
    const handler = withRetryReport(
      async () => {
        await Promise.all(Array.from({ length: 250 }, () => client.send(get('a'))));
      },
      { observer, summary: true },
    );

    await invoke(handler, context('r-1'));

    const documents = summaryOf(events) as unknown as { calls: number; callDurationsMs: number[] }[];
    expect(documents.map(({ calls, callDurationsMs }) => [calls, callDurationsMs.length])).toEqual([
      [100, 100],
      [100, 100],
      [50, 50],
    ]);
  });

  test('is not written unless asked for, nor where nothing was called', async () => {
    const { observer, events, client } = recording(failOnce);
    await invoke(
      withRetryReport(async () => void (await client.send(get('a'))), { observer }),
      context('r-1'),
    );
    await invoke(
      withRetryReport(async () => 'nothing', { observer, summary: true }),
      context('r-2'),
    );

    expect(summaryOf(events)).toEqual([]);
  });

  test('is frozen, and so is what it holds', async () => {
    const { observer, events, client } = recording(failOnce);
    await invoke(
      withRetryReport(async () => void (await client.send(get('a'))), { observer, summary: true }),
      context('r-1'),
    );

    const [event] = events.filter((each) => each.kind === 'summary');
    expect([event, event?.properties, event?.callDurationsMs].map(Object.isFrozen)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('is written too where the handler fails', async () => {
    const { observer, events, client } = recording(failOnce);
    const handler = withRetryReport(
      async () => {
        await client.send(get('a'));
        throw new Error('mine');
      },
      { observer, summary: true },
    );

    await expect(invoke(handler, context('r-1'))).rejects.toThrow('mine');

    expect(summaryOf(events)).toMatchObject([{ operation: 'GetObject', calls: 1, attempts: 2 }]);
  });
});

describe('the deadline report', () => {
  test('tells of each call in flight, and of the summary so far; what ends later is summed up later', async () => {
    const abort = new AbortController();
    const { observer, events, client } = recording((request) => {
      if (inBucket(request, 'ok')) return s3.ok('<Result/>');
      return request.attempt < 3 ? s3.slowDown() : hang();
    });
    const handler = withRetryReport(
      async () => {
        await client.send(get('ok'));
        await client.send(get('stuck'), { abortSignal: abort.signal }).catch(() => {});
      },
      { observer, summary: true, deadlineMarginMs: 100 },
    );
    observer.on('summary', () => abort.abort());

    await invoke(handler, context('r-1', 400));

    const reports = events.filter((event) => event.kind === 'deadline' || event.kind === 'summary');
    expect(reports).toMatchObject([
      {
        kind: 'deadline',
        eventName: 'deadline.s3.GetObject',
        attempts: 3,
        phase: 'attempt',
        lastError: { errorName: 'SlowDown', errorType: 'THROTTLING', statusCode: 503 },
        requestId: 'r-1',
        properties: { resource: 'stuck', coldStart: 'no' },
      },
      { kind: 'summary', calls: 1, attempts: 1, retries: 0 },
      { kind: 'summary', calls: 1, attempts: 3, retries: 2 },
    ]);
  });

  test('is all of an invocation whose end nobody tells, such as of middlewares that another cut short', async () => {
    const { observer, events, client } = recording(() => s3.ok('<Result/>'));
    const middleware = retryReport({ observer, summary: true, deadlineMarginMs: 20 });

    middleware.before({ context: context('r-1', 40) });
    await client.send(get('a'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.send(get('a'));

    expect(events.map(({ kind, requestId }) => [kind, requestId])).toEqual([
      ['needs-retry', 'r-1'],
      ['after-call', 'r-1'],
      ['summary', 'r-1'],
      ['needs-retry', undefined],
      ['after-call', undefined],
    ]);
  });

  test('tells nothing where the invocation ends in time', async () => {
    const { observer, events, client } = recording(failOnce);
    const handler = withRetryReport(async () => void (await client.send(get('a'))), {
      observer,
      deadlineMarginMs: 0,
    });
    await invoke(handler, context('r-1', 10_000));

    expect(events.filter(by('deadline'))).toEqual([]);
  });

  test('tells nothing of the calls of others', async () => {
    const { observer, events, client } = recording(() => hang());
    const abort = new AbortController();
    const other = client.send(get('other'), { abortSignal: abort.signal }).catch(() => {});
    const handler = withRetryReport(() => new Promise((resolve) => setTimeout(resolve, 60)), { observer });
    await invoke(handler, context('r-1', 20));
    abort.abort();
    await other;

    expect(events.filter(by('deadline'))).toEqual([]);
  });
});

describe('wrapped twice', () => {
  const kinds = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind);

  test('an invocation is reported once, up to the end of the outermost, which has its options', async () => {
    const { observer, events, client } = recording(() => s3.ok('<Result/>'));
    const inner = withRetryReport(async () => void (await client.send(get('a'))), { observer });
    const outer = withRetryReport(
      async (_: unknown, context: object) => {
        await invoke(inner, context);
        await client.send(get('b'));
      },
      { observer, summary: true },
    );

    await invoke(outer, context('r-1'));

    expect(kinds(events)).toEqual(['needs-retry', 'after-call', 'needs-retry', 'after-call', 'summary']);
    expect(events.map(({ requestId }) => requestId)).toEqual(Array(5).fill('r-1'));
    expect(events.at(-1)).toMatchObject({ calls: 2, attempts: 2 });
  });

  test('for two observers, each tells of its own clients', async () => {
    const [one, two] = [recording(() => s3.ok('<Result/>')), recording(() => s3.ok('<Result/>'))];
    const inner = withRetryReport(
      async () => {
        await one.client.send(get('a'));
        await two.client.send(get('a'));
      },
      { observer: one.observer, summary: true },
    );
    const outer = withRetryReport(
      async (_: unknown, context: object) => {
        await invoke(inner, context);
        await two.client.send(get('b'));
      },
      { observer: two.observer, summary: true },
    );

    await invoke(outer, context('r-1'));

    expect(one.events.filter(by('summary'))).toMatchObject([{ requestId: 'r-1', calls: 1 }]);
    expect(two.events.filter(by('summary'))).toMatchObject([{ requestId: 'r-1', calls: 2 }]);
    expect(two.events.map(({ requestId }) => requestId)).toEqual(Array(5).fill('r-1'));
  });

  test('one middleware used twice ends with the invocation', async () => {
    const { observer, events, client } = recording(() => s3.ok('<Result/>'));
    const middleware = retryReport({ observer, summary: true });
    const request = { context: context('r-1') };

    middleware.before(request);
    middleware.before(request);
    await client.send(get('a'));
    middleware.after(request);
    middleware.after(request);
    await client.send(get('a'));

    expect(events.map(({ kind, requestId }) => [kind, requestId])).toEqual([
      ['needs-retry', 'r-1'],
      ['after-call', 'r-1'],
      ['summary', 'r-1'],
      ['needs-retry', undefined],
      ['after-call', undefined],
    ]);
  });

  test('invocations that share a context, as in tests, are reported one after the other', async () => {
    const { observer, events, client } = recording(() => s3.ok('<Result/>'));
    const options = { observer, summary: true };
    const inner = withRetryReport(async () => void (await client.send(get('a'))), options);
    const handler = withRetryReport(inner, options);
    const shared = context('r-1');

    await invoke(handler, shared);
    await invoke(handler, shared);

    expect(events.filter(by('summary'))).toMatchObject([{ calls: 1 }, { calls: 1 }]);
  });
});

test('what sinks hold is written at the end and at the deadline, and nothing is awaited', async () => {
  const { client } = recording(() => hang());
  const flushed: string[] = [];
  let when = 'end';
  const sink = {
    write: () => {},
    flush: () => {
      flushed.push(when);
      return new Promise<void>(() => {});
    },
  };
  const observer = createRetryObserver({ sinks: [sink] });
  observer.observe(client);
  const near = new Promise((resolve) => observer.on('deadline', resolve));
  const handler = withRetryReport(
    async () => {
      if (when !== 'deadline') return;
      client.send(get('photos')).catch(() => {});
      await near;
      await new Promise(setImmediate);
      when = 'end after it';
    },
    { observer },
  );

  await invoke(handler, context('r-1'));
  when = 'deadline';
  await invoke(handler, context('r-2', 30));

  expect(flushed).toEqual(['end', 'deadline', 'end after it']);
});

describe('bad input is a TypeError at creation', () => {
  const { observer } = recording(failOnce);
  const handler = async () => {};

  test.each<[string, () => unknown]>([
    ['Expected `handler` to be a function, got "x".', () => withRetryReport('x' as never)],
    [
      'Expected `options` to be an object in withRetryReport, got null.',
      () => withRetryReport(handler, null as never),
    ],
    [
      'Expected `options` to be an object in withRetryReport, got an array of 0.',
      () => withRetryReport(handler, [] as never),
    ],
    [
      'Unknown option `summery` of withRetryReport: it takes `observer`, `summary`, `deadlineMarginMs`.',
      () => withRetryReport(handler, { summery: true } as RetryReportOptions),
    ],
    [
      'Expected `observer` to be one of createRetryObserver, got an object.',
      () => withRetryReport(handler, { observer: {} as never }),
    ],
    [
      'Expected `summary` to be a boolean, got "yes".',
      () => withRetryReport(handler, { observer, summary: 'yes' as never }),
    ],
    [
      'Expected `deadlineMarginMs` to be a number of milliseconds from 0, got -1.',
      () => withRetryReport(handler, { observer, deadlineMarginMs: -1 }),
    ],
    [
      'Expected `deadlineMarginMs` to be a number of milliseconds from 0, got NaN.',
      () => withRetryReport(handler, { observer, deadlineMarginMs: Number.NaN }),
    ],
    [
      'Unknown option `summery` of retryReport: it takes `observer`, `summary`, `deadlineMarginMs`.',
      () => retryReport({ summery: true } as RetryReportOptions),
    ],
  ])('%s', (message, create) => {
    expect(create).toThrow(new TypeError(message));
  });
});

describe('the margin', () => {
  test.each([
    [undefined, 1_000, 900],
    [undefined, 10_000, 9_800],
    [50, 1_000, 950],
    [5_000, 1_000, 0],
  ])('option %p, %d ms left: a timer of %d ms, unref’d', async (deadlineMarginMs, left, expected) => {
    const timers: [number, boolean][] = [];
    const original = globalThis.setTimeout;
    globalThis.setTimeout = ((act: () => void, ms: number) => {
      const timer = original(act, 1e6);
      timers.push([ms, true]);
      return Object.assign(timer, {
        unref() {
          timers.at(-1)![1] = false;
          return timer;
        },
      });
    }) as never;
    const { observer } = recording(failOnce);
    const options = deadlineMarginMs === undefined ? { observer } : { observer, deadlineMarginMs };
    const running = invoke(
      withRetryReport(async () => 'x', options),
      context('r', left),
    );
    globalThis.setTimeout = original;
    await running;

    expect(timers).toEqual([[expected, false]]);
  });
});
