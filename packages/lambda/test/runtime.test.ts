import type { Runtime } from '@needs-retry/lambda-harness';
import { everything, logOf, managed, meetingPoint, runtimes, started } from './support-runtime.js';

// In the real runtime clients, on real pipes.
const formats = everything ? (['Text', 'JSON'] as const) : (['JSON'] as const);

const cases = runtimes.flatMap((runtime) => formats.map((format) => [runtime, format] as const));

describe.each(cases)('%s, %s logs', (runtime, logFormat) => {
  test('a function that times out in its third attempt says in which call it was stuck', async () => {
    const fn = await started('orders', { runtime, logFormat, timeoutMs: 1_500 });

    const { requestId, ...outcome } = await fn.invoke({ order: 'o-1', throttled: 2, hangs: true });

    expect(outcome).toEqual({ timedOut: true });
    const { lines, documents, others } = await logOf(fn);
    expect(others).toEqual([]);
    // The third attempt never ended: one retry did.
    expect(lines).toEqual(['needs-retry.s3.GetObject|increment|count=1']);
    const common = {
      ServiceId: 's3',
      OperationName: 'GetObject',
      resource: 'photos',
      order: 'o-1',
      requestId,
    };
    const last = { errorName: 'SlowDown', errorType: 'THROTTLING', statusCode: 503 };
    expect(documents).toEqual([
      expect.objectContaining({
        ...common,
        ...last,
        kind: 'attempt',
        attempts: 1,
        Throttles: 1,
        coldStart: 'yes',
      }),
      expect.objectContaining({ ...common, ...last, kind: 'attempt', attempts: 2, Throttles: 1, Retries: 1 }),
      expect.objectContaining({
        ...common,
        ...last,
        kind: 'deadline',
        CallsAtDeadline: 1,
        attempts: 3,
        phase: 'attempt',
        coldStart: 'yes',
      }),
    ]);
  });

  test('an invocation that ends leaves its lines, its summary, and whether its start was cold', async () => {
    const fn = await started('orders', { runtime, logFormat });

    const first = await fn.invoke({ order: 'o-1', throttled: 1 });
    const second = await fn.invoke({ order: 'o-2', throttled: 0 });

    expect([first, second]).toEqual(
      [first, second].map(({ requestId }) => ({ requestId, result: requestId })),
    );
    const { lines, of } = await logOf(fn);
    expect(lines).toHaveLength(1);
    expect(of('summary')).toEqual([
      expect.objectContaining({
        requestId: first.requestId,
        coldStart: 'yes',
        Calls: 1,
        Attempts: 2,
        retries: 1,
      }),
      expect.objectContaining({
        requestId: second.requestId,
        coldStart: 'no',
        Calls: 1,
        Attempts: 1,
        retries: 0,
      }),
    ]);
    expect(of('deadline')).toEqual([]);
  });
});

test.each(runtimes)('a streaming handler streams: %s', async (runtime) => {
  const fn = await started('streaming', { runtime });

  const { requestId, ...outcome } = await fn.invoke();

  expect(outcome).toEqual({ result: 'streamed' });
  const { lines, of } = await logOf(fn);
  expect(lines).toHaveLength(1);
  expect(of('attempt')).toEqual(Array(2).fill(expect.objectContaining({ requestId, coldStart: 'yes' })));
});

test.each(runtimes.filter((runtime) => runtime !== 'nodejs24.x'))(
  'a callback is called: %s',
  async (runtime) => {
    const fn = await started('callback', { runtime });

    const { requestId, ...outcome } = await fn.invoke();

    expect(outcome).toEqual({ result: 'called back' });
    const { of } = await logOf(fn);
    expect(of('summary')).toEqual([expect.objectContaining({ requestId, Calls: 1, Attempts: 2 })]);
  },
);

const middies: [string, Runtime, 'cjs' | 'esm'][] = runtimes.flatMap((runtime) => [
  ['middy-6', runtime, 'esm'] as [string, Runtime, 'esm'],
  ...(runtime === 'nodejs20.x' ? [] : [['middy-7', runtime, 'esm'] as [string, Runtime, 'esm']]),
]);

test.each(middies)('a middleware of %s on %s', async (name, runtime, format) => {
  const fn = await started(name, { runtime }, format);

  const first = await fn.invoke();
  const second = await fn.invoke({ fails: true });

  expect(first).toEqual({ requestId: first.requestId, result: 'middied' });
  expect(second).toMatchObject({ error: { errorMessage: 'mine' } });
  const { of } = await logOf(fn);
  expect(of('summary')).toEqual([
    expect.objectContaining({ requestId: first.requestId, coldStart: 'yes', Calls: 1, Attempts: 2 }),
    expect.objectContaining({ requestId: second.requestId, coldStart: 'no', Calls: 1, Attempts: 2 }),
  ]);
});

test.each(runtimes)('around middlewares of which one answers itself: %s', async (runtime) => {
  const fn = await started('middy-cut-short', { runtime }, 'esm');

  const { requestId, ...outcome } = await fn.invoke();

  expect(outcome).toEqual({ result: 'cut short' });
  const { of } = await logOf(fn);
  expect(of('summary')).toEqual([expect.objectContaining({ requestId, Calls: 1, Attempts: 2 })]);
});

test.each(runtimes)(
  'wrapped thrice, an invocation is reported once: %s',
  async (runtime) => {
    const fn = await started('wrapped-thrice', { runtime, timeoutMs: 2_000 }, 'esm');

    const ends = await fn.invoke({ order: 'o-1', throttled: 1 });
    const stuck = await fn.invoke({ order: 'o-2', throttled: 1, hangs: true });

    expect(ends).toEqual({ requestId: ends.requestId, result: ends.requestId });
    expect(stuck).toEqual({ requestId: stuck.requestId, timedOut: true });
    const { documents } = await logOf(fn);
    const told = documents.map(({ kind, requestId, coldStart }) => [kind, requestId, coldStart]);
    expect(told).toEqual([
      ['attempt', ends.requestId, 'yes'],
      ['attempt', ends.requestId, 'yes'],
      ['summary', ends.requestId, 'yes'],
      ['attempt', stuck.requestId, 'no'],
      ['deadline', stuck.requestId, 'no'],
    ]);
  },
  30_000,
);

test.each(runtimes)('without the wrapper the runtime itself names the invocation: %s', async (runtime) => {
  const fn = await started('plain', { runtime });

  // The SDK's first call makes a store that knows nothing, where the runtime has none.
  const invocations = [await fn.invoke(), await fn.invoke()];

  const { of } = await logOf(fn);
  expect(invocations).toEqual(invocations.map(({ requestId }) => ({ requestId, result: requestId })));
  expect(of('attempt').map(({ requestId }) => requestId)).toEqual(
    invocations.flatMap(({ requestId }) => [requestId, requestId]),
  );
});

test('where the runtime keeps its store to itself, the wrapper names the invocation', async () => {
  const env = { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: '1' };
  const fn = await started('orders', { runtime: runtimes.at(-1)!, env });

  const { requestId } = await fn.invoke({ order: 'o-1', throttled: 1 });

  const { documents } = await logOf(fn);
  expect(documents.map((document) => [document.kind, document.requestId])).toEqual([
    ['attempt', requestId],
    ['attempt', requestId],
    ['summary', requestId],
  ]);
});

test.each(['WARN', 'ERROR', 'FATAL'] as const)('no log level drops a document: %s', async (logLevel) => {
  const fn = await started('orders', { runtime: runtimes.at(-1)!, logFormat: 'JSON', logLevel });

  await fn.invoke({ order: 'o-1', throttled: 1 });

  const { documents, lines } = await logOf(fn);
  expect(fn.droppedEvents()).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(documents.map(({ kind, level }) => [kind, level])).toEqual([
    ['attempt', logLevel],
    ['attempt', logLevel],
    ['summary', logLevel],
  ]);
});

describe.each(managed)('several invocations at once: %s', (runtime) => {
  const COUNT = 1_000;

  test(`${COUNT} that overlap, in several threads, never see each other`, async () => {
    const { url, close } = await meetingPoint(COUNT);
    const fn = await started('orders', {
      runtime,
      maxConcurrency: COUNT,
      workerCount: 4,
      timeoutMs: 60_000,
    });

    const invocations = await Promise.all(
      Array.from({ length: COUNT }, async (_, i) => {
        const order = `o-${i}`;
        return { order, ...(await fn.invoke({ order, throttled: i % 3, meetingPoint: url })) };
      }),
    );
    close();

    // Two calls in each, before and after all have met, with 0, 1 and 2 retries.
    const retries = 2 * 999;
    expect(invocations).toEqual(
      invocations.map(({ order, requestId }) => ({ order, requestId, result: requestId })),
    );
    const orderOf = new Map(invocations.map(({ requestId, order }) => [requestId, order]));
    const { lines, of, others } = await logOf(fn);
    expect(others).toEqual([]);
    expect(lines).toHaveLength(retries);
    const attempts = of('attempt');
    expect(attempts.filter(({ requestId, order }) => orderOf.get(String(requestId)) !== order)).toEqual([]);
    expect(attempts.filter((document) => document.Retries === 1)).toHaveLength(retries);
    const summaries = of('summary');
    expect(new Set(summaries.map(({ requestId }) => requestId)).size).toBe(COUNT);
    expect(summaries.map(({ Calls }) => Calls)).toEqual(Array(COUNT).fill(2));
    for (const { requestId, retries } of summaries) {
      const own = attempts.filter((document) => document.requestId === requestId && document.Retries === 1);
      expect(retries).toBe(own.length);
    }
  }, 60_000);

  test('wrapped thrice, each is reported once', async () => {
    const { url, close } = await meetingPoint(20);
    const fn = await started('wrapped-thrice', { runtime, maxConcurrency: 20, workerCount: 2 }, 'esm');

    const invocations = await Promise.all(
      Array.from({ length: 20 }, (_, i) => fn.invoke({ order: `o-${i}`, throttled: 1, meetingPoint: url })),
    );
    close();

    const { of } = await logOf(fn);
    const summaries = of('summary').map(({ requestId, Calls, retries }) => [requestId, Calls, retries]);
    expect(summaries.sort()).toEqual(invocations.map(({ requestId }) => [requestId, 2, 2]).sort());
  });

  test('each reports at its deadline the call in which it is stuck itself', async () => {
    const fn = await started('orders', { runtime, maxConcurrency: 3, workerCount: 1, timeoutMs: 3_000 });

    const invocations = await Promise.all(
      ['o-1', 'o-2', 'o-3'].map(async (order) => {
        return { order, ...(await fn.invoke({ order, throttled: 1, hangs: order !== 'o-3' })) };
      }),
    );

    const { of } = await logOf(fn);
    const stuck = invocations.slice(0, 2).map(({ order, requestId }) => ({ order, requestId, attempts: 2 }));
    expect(of('deadline')).toHaveLength(2);
    expect(of('deadline')).toEqual(
      expect.arrayContaining(stuck.map((each) => expect.objectContaining(each))),
    );
    expect(of('summary')).toEqual([expect.objectContaining({ requestId: invocations[2]!.requestId })]);
  });
});
