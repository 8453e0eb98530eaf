import type { Runtime } from '@needs-retry/lambda-harness';
import { everything, logOf, runtimes, started } from './support-runtime.js';

// In the real runtime clients, on real pipes.
const newest = runtimes.filter((runtime) => runtime === 'nodejs24.x');
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

test.each(newest)(
  '1,000 overlapping invocations in several threads never see each other: %s',
  async (runtime) => {
    const fn = await started('orders', { runtime, maxConcurrency: 40, workerCount: 4, timeoutMs: 60_000 });

    const invocations = await Promise.all(
      Array.from({ length: 1_000 }, async (_, i) => {
        const order = `o-${i}`;
        return { order, ...(await fn.invoke({ order, throttled: i % 3, waitMs: i % 7 })) };
      }),
    );

    const orderOf = new Map(invocations.map(({ requestId, order }) => [requestId, order]));
    expect(invocations).toEqual(
      invocations.map(({ order, requestId }) => ({ order, requestId, result: requestId })),
    );
    const { lines, of, others } = await logOf(fn);
    expect(others).toEqual([]);
    expect(lines).toHaveLength(999);
    const attempts = of('attempt');
    expect(attempts.filter(({ requestId, order }) => orderOf.get(String(requestId)) !== order)).toEqual([]);
    expect(attempts.filter((document) => document.Retries === 1)).toHaveLength(999);
    const summaries = of('summary');
    expect(new Set(summaries.map(({ requestId }) => requestId)).size).toBe(1_000);
    expect(summaries.every(({ Calls }) => Calls === 1)).toBe(true);
    expect(summaries.reduce((sum, { retries }) => sum + Number(retries), 0)).toBe(999);
  },
  60_000,
);
