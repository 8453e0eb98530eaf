import { analyzeLogs, answer, type Fact, type LogEvent } from '../src/index.js';

const START = Date.UTC(2026, 2, 1, 12);
const ID = '7f3a1c2e-0000-4000-8000-000000000001';

describe('no retry is counted twice', () => {
  test('not its line and its document', async () => {
    const { totals } = await analyzed([LINE, attempt(), LINE, attempt({ sdkInvocationId: 'b' })]);

    expect(totals.retries).toBe(2);
  });

  test('lines count where a log stream has no documents of the operation', async () => {
    const other = { ...event(LINE, 5), logStream: 'other' };
    const { totals, facts } = await analyzeLogs([event(LINE), event(attempt()), other, { ...other }]);

    expect(totals.retries).toBe(3);
    expect(facts.map(({ count, error }) => [count, error])).toEqual([
      [2, undefined],
      [1, 'SlowDown'],
    ]);
  });

  test('lines without a document are told of where others have one', async () => {
    const { totals, notes } = await analyzed([LINE, LINE, LINE, attempt()]);

    expect(totals.retries).toBe(1);
    expect(notes).toEqual([expect.stringMatching(/^2 lines have no document/)]);
  });

  test('not a document and its copy, by a Node.js before 20.12', async () => {
    jest.resetModules();
    jest.doMock('node:crypto', () => ({ ...jest.requireActual('node:crypto'), hash: undefined }));
    const old = await import('../src/index.js');

    const { totals } = await old.analyzeLogs([event(attempt()), event(attempt())]);

    expect(totals.retries).toBe(1);
    jest.dontMock('node:crypto');
  });

  test('not a document and its copy', async () => {
    const lines = [attempt(), attempt({ attempts: 3 })];
    const { totals, notes } = await analyzed([...lines, ...lines]);

    expect(totals.retries).toBe(2);
    expect(notes).toEqual([
      expect.stringMatching(/^2 documents tell of an event that another one has told of/),
    ]);
  });

  test('not a summary, which is the denominator', async () => {
    const summary = { kind: 'summary', Calls: 40, Attempts: 42, retries: 2, sdkInvocationId: undefined };
    const { totals } = await analyzed([attempt(), json({ ...summary, Retries: undefined })]);

    expect(totals).toMatchObject({ retries: 1, calls: 40, retriesInSummaries: 2 });
  });

  test('a burst stands for as many as it sums up', async () => {
    const burst = { kind: 'burst', burstOf: 'attempt', documents: 3, Retries: 3, Throttles: 2 };
    const { totals, delays } = await analyzed([
      attempt(),
      json({ ...burst, RetryDelay: [10, 20, 30], cause: undefined, sdkInvocationId: undefined }),
    ]);

    expect(totals).toMatchObject({ retries: 4, throttles: 2, waitedMs: 160 });
    expect(delays).toMatchObject([{ count: 4, longest: 100 }]);
  });
});

describe('invocations', () => {
  test.each([
    [
      'text',
      [`REPORT RequestId: ${ID}\tDuration: 400.00 ms\tBilled Duration: 400 ms\tMemory Size: 512 MB\t`],
    ],
    ['JSON', [jsonReport({ durationMs: 400, memorySizeMB: 512 })]],
    [
      'text, before the documents',
      [],
      [`REPORT RequestId: ${ID}\tDuration: 400.00 ms\tMemory Size: 512 MB\t`],
    ],
  ])('are joined with what Lambda says of them: %s', async (_, after, before = []) => {
    const { cost, invocations } = await analyzed([...before, attempt({ requestId: ID }), ...after]);

    expect(invocations).toMatchObject([{ id: ID, durationMs: 400, waitedMs: 100, retries: 1 }]);
    expect(cost).toMatchObject({
      lostMs: 100,
      pricedMs: 100,
      gbSeconds: 0.05,
      withoutReport: 0,
      reportedMs: 400,
    });
    expect(cost.usd).toBeCloseTo(0.05 * 0.0000166667, 12);
  });

  test.each([
    ['a line of its own', `2026-03-01T12:00:03.000Z ${ID} Task timed out after 3.00 seconds`, 3000],
    [
      'the report',
      `REPORT RequestId: ${ID}\tDuration: 3000.00 ms\tMemory Size: 128 MB\tStatus: timeout`,
      3000,
    ],
    ['JSON', jsonReport({ durationMs: 3000 }, 'timeout'), 3000],
  ])('that timed out are known by %s', async (_, line, durationMs) => {
    const deadline = json({
      kind: 'deadline',
      CallsAtDeadline: 1,
      phase: 'attempt',
      requestId: ID,
      Retries: undefined,
    });
    const { stuck, totals } = await analyzed([deadline, line, line]);

    expect(totals).toMatchObject({ timeouts: 1, callsAtDeadline: 1 });
    expect(stuck).toMatchObject([{ calls: 1, timedOut: 1, functionTimeoutMs: durationMs, phase: 'attempt' }]);
  });

  test('lose the time in which at least one call waits, once', async () => {
    // Waits from 0 to 100, from 50 to 150, and from 300 to 400 ms.
    const { totals, cost } = await analyzed(
      [110, 160, 410].map((end, call) => attempt({ requestId: ID, sdkInvocationId: `c${call}` }, end)),
    );

    expect(totals.waitedMs).toBe(300);
    expect(cost.lostMs).toBe(250);
  });

  test('are those to look at first that timed out, then those that lost a call, then those that waited longest', async () => {
    const of = (requestId: string, members: object) =>
      json({ requestId, sdkInvocationId: requestId, ...members });
    const { invocations } = await analyzed([
      of('short', { RetryDelay: 10 }),
      of('long', { RetryDelay: 9000 }),
      of('lost', { kind: 'gave-up', RetriesExhausted: 1, Retries: undefined }),
      of('stuck', { kind: 'deadline', CallsAtDeadline: 1, Retries: undefined }),
    ]);

    expect(invocations.map(({ id }) => id)).toEqual(['stuck', 'lost', 'long', 'short']);
  });
});

test('the analysis agrees with the catalogue', async () => {
  const events = [
    ...[attempt(), attempt({ attempts: 3, Throttles: 1, errorName: 'SlowDown', errorClass: 'throttling' })],
    json({
      kind: 'gave-up',
      RetriesExhausted: 1,
      Retries: undefined,
      gaveUpBecause: 'attempts',
      errorName: 'E',
    }),
    json({ kind: 'partial-failure', RetryableEntries: 4, finalEntries: 1, Retries: undefined, reason: 'X' }),
    json({ kind: 'attempt', errorClass: 'contention', Retries: undefined, attempts: 1 }),
    json({ kind: 'stream-error', StreamErrors: 1, Throttles: 1, Retries: undefined, errorName: 'T' }),
    attempt({ futile: 'yes', causeClass: 'quota', cause: 'LimitExceededException', sdkInvocationId: 'q' }),
  ].map((message, index) => event(message, index));

  const { facts, totals, delays } = await analyzeLogs(events);

  const sums = async (name: string, field: string) => {
    const { rows } = await answer(name, events);
    return rows.reduce((sum, row) => sum + Number(row.find((cell) => cell.field === field)?.value ?? 0), 0);
  };
  const of = (kind: Fact['kind'], member: 'count' | 'sum' = 'count') =>
    facts.reduce((sum, fact) => sum + (fact.kind === kind ? fact[member] : 0), 0);
  expect([of('retry'), of('throttle')]).toEqual([
    await sums('retries-by-operation', 'retries'),
    await sums('retries-by-operation', 'throttled'),
  ]);
  expect(of('retry')).toBe(await sums('retries-by-cause', 'retries'));
  expect(of('throttle')).toBe(await sums('throttling', 'throttled'));
  expect(of('gave-up')).toBe(await sums('gave-up', 'calls'));
  expect(of('partial-failure')).toBe(await sums('partial-failures', 'retryable'));
  expect(of('partial-failure', 'sum')).toBe(await sums('partial-failures', 'final'));
  expect(of('conflict')).toBe(await sums('conflicts', 'conflicts'));
  expect(of('stream-error')).toBe(await sums('stream-errors', 'streams'));
  expect(totals.futile).toBe(await sums('futile-retries', 'retries'));
  expect(delays.map(({ p50, p99 }) => [p50, p99])).toEqual([
    [await sums('retry-delays', 'p50'), await sums('retry-delays', 'p99')],
  ]);
});

describe('memory and the result are bounded', () => {
  const tables = 9_000;

  test('what there is too much of is merged, and no count is lost', async () => {
    const { totals, facts, notes, invocations } = await analyzeLogs(many(tables));

    expect(totals.retries).toBe(tables + 50);
    expect(facts.length).toBeLessThan(310);
    expect(facts[0]).toMatchObject({ resource: 'busy', count: 50 });
    expect(facts.at(-1)).toMatchObject({ resource: '(others)' });
    expect(invocations).toHaveLength(40);
    expect(notes).toEqual([
      expect.stringMatching(
        /^8,\d{3} combinations of resource, error and reason are counted as “\(others\)”/,
      ),
      expect.stringMatching(/^9,0\d\d invocations with retries or failures are not listed/),
    ]);
  });

  test('there are at most 120 buckets of time, whatever the time', async () => {
    const DAY = 86_400_000;
    const events = Array.from({ length: 400 }, (_, day) =>
      event(attempt({ sdkInvocationId: `${day}` }), day * DAY),
    );

    const { facts, bucketMs } = await analyzeLogs(events);

    expect(bucketMs).toBe(7 * DAY);
    expect(facts[0]!.points).toHaveLength(58);
    expect(facts[0]!.points.reduce((sum, [, count]) => sum + count, 0)).toBe(400);
  });

  function* many(count: number): Generator<LogEvent> {
    for (let table = 0; table < count; table++) {
      yield event(attempt({ resource: `t${table}`, sdkInvocationId: `c${table}` }), table);
    }
    for (let call = 0; call < 50; call++) {
      yield event(attempt({ resource: 'busy', sdkInvocationId: `b${call}` }), call);
    }
  }
});

test.each([
  [{ architecture: 'mips' }, 'Expected `architecture` to be x86 or arm, got "mips".'],
  [{ pricePerGbSecond: -1 }, 'Expected `pricePerGbSecond` to be a number of USD from 0, got -1.'],
  [{ strat: 0 }, 'Unknown option `strat` of analyzeLogs'],
  [{ start: Number.NaN }, 'Expected `start` to be a number of epoch milliseconds'],
])('options are checked: %j', async (options, message) => {
  await expect(analyzeLogs([], options as object)).rejects.toThrow(message);
});

test('only the time that is asked for is counted', async () => {
  const events = [0, 1000, 2000].map((ms) => event(attempt({ sdkInvocationId: `${ms}` }), ms));

  const { totals } = await analyzeLogs(events, { start: START + 1000, end: START + 1000 });

  expect(totals.retries).toBe(1);
});

const LINE = 'needs-retry.s3.PutObject|increment|count=1';

function attempt(members: object = {}, endMs = 110): string {
  return json({ Throttles: 0, ...members }, endMs);
}

/** A document of a retry of 10 ms that waited for 100. */
function json(members: object, endMs = 110): string {
  return JSON.stringify({
    _aws: { Timestamp: START + endMs, CloudWatchMetrics: [] },
    ...{ ServiceId: 's3', OperationName: 'PutObject', Retries: 1, kind: 'attempt', attempts: 2 },
    ...{
      RetryDelay: 'Retries' in members && members.Retries === undefined ? undefined : 100,
      durationMs: 10,
    },
    ...{ cause: 'SlowDown', causeClass: 'throttling', sdkInvocationId: 'a' },
    ...members,
  });
}

function jsonReport(metrics: object, status = 'success'): string {
  return JSON.stringify({ type: 'platform.report', record: { requestId: ID, status, metrics } });
}

function event(message: string, ms = 0): LogEvent {
  return { timestamp: START + ms, message, logStream: 'a', log: '/aws/lambda/orders' };
}

function analyzed(messages: readonly string[]) {
  return analyzeLogs(messages.map((message, index) => event(message, index)));
}
