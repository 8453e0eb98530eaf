import { clientOf, handlerFile, messages, runtimes, started } from './started.js';

test.each(runtimes)('the runtime names the request without the context: %s', async (runtime) => {
  const fn = await started({ runtime, handlerFile: handlerFile('ids.cjs') });

  const { requestId, ...outcome } = await fn.invoke();

  const [none, seen] =
    clientOf(runtime) === 3 ? [{}, { symbol: requestId }] : [{ store: '-' }, { store: requestId }];
  expect(outcome).toEqual({
    result: { atImport: none, before: seen, after: seen, context: requestId, threadId: 0 },
  });
});

test('client 4 without its global has none', async () => {
  const fn = await started({
    runtime: runtimes.at(-1)!,
    handlerFile: handlerFile('ids.cjs'),
    env: { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: '1' },
  });

  const { requestId, ...outcome } = await fn.invoke();

  expect(outcome).toEqual({
    result: { atImport: {}, before: {}, after: {}, context: requestId, threadId: 0 },
  });
});

const managed = runtimes.filter((runtime) => runtime !== 'nodejs20.x');

test.each(managed)('a managed instance runs overlapping invocations in its threads: %s', async (runtime) => {
  const fn = await started({
    runtime,
    maxConcurrency: 12,
    workerCount: 2,
    handlerFile: handlerFile('ids.cjs'),
    timeoutMs: 10_000,
  });

  const outcomes = await Promise.all([...Array(12).keys()].map((index) => fn.invoke({ waitMs: index % 4 })));
  await fn.stop();

  const threads = new Set<number>();
  for (const outcome of outcomes) {
    const { requestId } = outcome;
    expect(outcome).toEqual({
      requestId,
      result: {
        atImport: { store: '-' },
        before: { store: requestId },
        after: { store: requestId },
        context: requestId,
        threadId: expect.any(Number),
      },
    });
    if ('result' in outcome) threads.add((outcome.result as { threadId: number }).threadId);
  }
  expect(threads.size).toBeGreaterThan(0);
  expect(threads).not.toContain(0);
  const lines = messages(fn).telemetry.map((line) => JSON.parse(line).requestId);
  expect(lines.sort()).toEqual(outcomes.map((outcome) => outcome.requestId).sort());
});

test('a managed instance without the socket writes its console to descriptor 1', async () => {
  const fn = await started({
    runtime: managed.at(-1)!,
    maxConcurrency: 2,
    workerCount: 1,
    telemetry: false,
    handlerFile: handlerFile('ids.cjs'),
  });

  const { requestId } = await fn.invoke();
  await fn.stop();

  expect(messages(fn).stdout.map((line) => JSON.parse(line))).toEqual([
    { timestamp: expect.any(String), level: 'INFO', requestId, message: 'overlapping' },
  ]);
});

test('one environment takes one event at a time', async () => {
  const fn = await started({ runtime: runtimes[0]!, handlerFile: handlerFile('ids.cjs') });

  const outcomes = await Promise.all([fn.invoke({ waitMs: 5 }), fn.invoke(), fn.invoke()]);

  const started_ = outcomes.map(({ requestId }) => `START RequestId: ${requestId} Version: $LATEST`);
  const ended = outcomes.map(({ requestId }) => `END RequestId: ${requestId}`);
  const log = fn.logEvents().map((event) => event.message);
  expect(log.filter((message) => /^(START|END) /.test(message))).toEqual([
    started_[0],
    ended[0],
    started_[1],
    ended[1],
    started_[2],
    ended[2],
  ]);
});
