import {
  answer,
  catalogue,
  catalogueText,
  compileQuery,
  type LogEvent,
  type QueryForm,
} from '../src/index.js';
import { type Call, logOf, madeCalls } from './support/recorded.js';
import { grouped, sortedByText, time } from './support/tables.js';

/*
 * Every query is asked about the log of calls that are known, and its answer is worked out from the calls
 * themselves: not from the log, and not with the evaluator.
 */
const calls = madeCalls();
const log = logOf(calls);

const COMMON_KEYS =
  'time timestamp level message service operation name type id requestId count n duration status error code user method path host region'.split(
    ' ',
  );

const retried = calls.filter(({ attempts }) => attempts.length > 1);

test('there is a query for every question, and each can be pasted into the console', () => {
  expect(catalogue.map(({ name, forms }) => `${name} ${forms.join('|')}`)).toEqual([
    'retries-by-operation emf|line',
    'retries-by-cause emf',
    'retries-over-time emf|line',
    'retry-delays emf',
    'futile-retries emf',
    'retry-rate emf',
    'before-and-after emf|line',
    'throttling emf',
    'conflicts emf',
    'gave-up emf',
    'partial-failures emf',
    'stream-errors emf',
    'slowest-calls emf',
    'invocations emf|line',
    'lost-time emf',
    'invocation emf|line',
    'before-timeout emf|line',
    'stuck emf',
    'cold-and-warm emf',
    'by-function emf|line',
    'health emf',
  ]);
  for (const { name, forms, required, whenEmpty } of catalogue) {
    for (const form of forms) {
      const options = Object.fromEntries(required.map((parameter) => [parameter, 'x']));
      const text = catalogueText(name, { form, ...options });
      expect(compileQuery(text).notes).toEqual([]);
      // A name that logs have as a key of their own would be that key wherever the pattern does not match.
      for (const [, parsed] of text.matchAll(/\(\?<(\w+)>/g)) expect(COMMON_KEYS).not.toContain(parsed);
      expect(whenEmpty[form]).toMatch(/^[A-Z].*\.$/);
    }
  }
});

describe.each<QueryForm>(['emf', 'line'])('from the %s form', (form) => {
  test('retries by operation', async () => {
    const expected = grouped(
      retried,
      ({ service, operation }) => [service, operation],
      (group) => [sum(group, retriesOf)],
    );

    const rows = await table('retries-by-operation', log, { form });

    expect(rows.map(([service, operation, retries]) => [service, operation, retries])).toEqual(
      sortedBy(expected, 2),
    );
  });

  test('retries by operation, of one service and of one operation', async () => {
    const ofS3 = retried.filter(({ service }) => service === 's3');
    const puts = ofS3.filter(({ operation }) => operation === 'PutObject');

    const byService = await table('retries-by-operation', log, { form, service: 's3' });
    const byOperation = await table('retries-by-operation', log, {
      form,
      service: 's3',
      operation: 'PutObject',
    });

    expect(total(byService, 2)).toBe(sum(ofS3, retriesOf));
    expect(byOperation.map(([service, operation, retries]) => [service, operation, retries])).toEqual([
      ['s3', 'PutObject', String(sum(puts, retriesOf))],
    ]);
  });

  test('retries over time', async () => {
    const attempts = retried.flatMap((call) => call.attempts.slice(1));
    const expected = grouped(
      attempts,
      ({ endedAt }) => [minute(endedAt, 10)],
      (group) => [group.length],
    );

    const rows = await table('retries-over-time', log, { form, bin: '10m' });

    expect(rows).toEqual(expected.sort(([a], [b]) => (a! < b! ? -1 : 1)));
  });

  test('invocations with most retries', async () => {
    const expected = grouped(
      retried,
      ({ invocation }) => [invocation],
      (group) => [sum(group, retriesOf)],
    );

    const rows = await table('invocations', log, { form });

    expect(sortedByText(rows.map(([invocation, retries]) => [invocation!, retries!]))).toEqual(
      sortedByText(sortedBy(expected, 1).slice(0, 20)),
    );
  });

  test('retries before a timeout', async () => {
    const timedOut = retried.filter(({ timesOut }) => timesOut);
    const expected = grouped(
      timedOut,
      ({ invocation }) => [invocation],
      (group) => [sum(group, retriesOf)],
    );

    const rows = await table('before-timeout', log, { form });

    expect(expected.length).toBeGreaterThan(1);
    expect(sortedByText(rows.map((row) => [row[0]!, row[1]!]))).toEqual(sortedByText(expected));
  });

  test('before and after a date', async () => {
    const date = new Date(calls[Math.floor(calls.length / 2)]!.attempts[0]!.endedAt).toISOString();
    const attempts = retried.flatMap((call) =>
      call.attempts.slice(1).map((attempt) => ({ ...attempt, ...call })),
    );
    const expected = grouped(
      attempts,
      ({ service, endedAt }) => [service, endedAt < Date.parse(date) ? 'before' : 'after'],
      (group) => [group.length],
    );

    const rows = await table('before-and-after', log, { form, date });

    expect(sortedByText(rows.map(([service, period, retries]) => [service!, period!, retries!]))).toEqual(
      sortedByText(expected),
    );
  });
});

test('throttled attempts of each operation stand beside its retries', async () => {
  const throttled = calls.flatMap(({ attempts }) => attempts.filter((attempt) => attempt.throttled));

  const rows = await table('retries-by-operation', log);

  expect(total(rows, 3)).toBe(throttled.length);
});

test('retry rate of each service, of all its calls', async () => {
  const expected = grouped(
    calls,
    ({ service }) => [service],
    (group) => [group.length, sum(group, retriesOf), sum(group, retriesOf) / group.length],
  );

  const rows = await table('retry-rate', log);

  expect(sortedByText(rows)).toEqual(sortedByText(expected));
});

test('throttling by resource and reason', async () => {
  const attempts = calls.flatMap((call) =>
    call.attempts.filter(({ throttled }) => throttled).map((attempt) => ({ ...call, ...attempt })),
  );
  const expected = grouped(
    attempts,
    ({ service, resource, reason, error }) => [
      service,
      resource ?? '(unknown)',
      reason ?? error ?? '(unknown)',
    ],
    (group) => [group.length],
  );

  const rows = await table('throttling', log);

  expect(sortedByText(rows)).toEqual(sortedByText(expected));
});

test('calls that lost most time to retries', async () => {
  const expected = retried
    .map((call) => [
      call.id,
      call.service,
      call.operation,
      call.invocation,
      String(sum(call.attempts, ({ waited }) => waited)),
      String(retriesOf(call)),
    ])
    .sort((a, b) => Number(b[4]) - Number(a[4]));

  const rows = await table('slowest-calls', log);

  expect(rows).toHaveLength(20);
  expect(rows.map((row) => row[4])).toEqual(expected.slice(0, 20).map((row) => row[4]));
  for (const row of rows) expect(expected).toContainEqual(row);
});

test('what a timed-out function was stuck in', async () => {
  const expected = calls
    .filter(({ stuck, timesOut }) => stuck && timesOut)
    .map(({ invocation, service, operation, stuck }) => [
      invocation,
      service,
      operation,
      stuck!.phase,
      String(stuck!.attempt),
      String(stuck!.ms),
      ...(stuck!.error ? [stuck!.error] : []),
      '1',
    ]);

  const rows = await table('stuck', log);

  expect(expected.length).toBeGreaterThan(1);
  expect(sortedByText(rows)).toEqual(sortedByText(expected));
});

test('calls given up, by error and reason', async () => {
  const expected = grouped(
    calls.filter(({ gaveUp }) => gaveUp),
    ({ service, operation, attempts, gaveUp }) => [
      service,
      operation,
      attempts[attempts.length - 1]!.error!,
      gaveUp!.because ?? '(unknown)',
    ],
    (group) => [group.length, Math.max(...group.map(({ attempts }) => attempts.length))],
  );

  const rows = await table('gave-up', log);

  expect(sortedByText(rows)).toEqual(sortedByText(expected));
});

test('partial failures, whether the call was retried or not', async () => {
  const expected = grouped(
    calls.filter(({ partial }) => partial),
    ({ service, operation, resource }) => [service, operation, resource ?? '(unknown)', 'UnprocessedItems'],
    (group) => [sum(group, ({ partial }) => partial!.retryable), sum(group, ({ partial }) => partial!.final)],
  );

  const rows = await table('partial-failures', log);

  expect(expected.length).toBeGreaterThan(1);
  expect(sortedByText(rows)).toEqual(sortedByText(expected));
});

test('cold against warm', async () => {
  const expected = grouped(
    calls,
    ({ cold }) => [cold ? 'yes' : 'no'],
    (group) => [group.length, sum(group, retriesOf), sum(group, retriesOf) / group.length],
  );

  const rows = await table('cold-and-warm', log);

  expect(rows).toEqual(sortedByText(expected));
});

describe('what makes no sense is refused', () => {
  test.each([
    ['nonsense', {}, 'Expected a name of retries-by-operation,'],
    ['retry-rate', { form: 'line' as const }, 'Expected `form` of retry-rate to be emf, got "line".'],
    ['gave-up', { bin: '5m' }, 'Expected no `bin`: gave-up takes `service`, `operation`.'],
    ['stuck', { service: 's3' }, 'Expected no `service`: stuck takes none.'],
    [
      'gave-up',
      { service: 's3" or 1 = 1' },
      'Expected `service` of letters, digits, `_` and `-`, got "s3\\" or 1 = 1".',
    ],
    ['retries-over-time', { bin: '300s' }, 'Expected `bin` of at most 60s, got "300s": use a larger unit.'],
    ['retries-over-time', { bin: 'x' }, 'Expected `bin` to be a number and a unit, such as `5m`, got "x".'],
    ['invocation', {}, 'Expected `requestId`: invocation cannot be asked without it.'],
    [
      'invocation',
      { requestId: 'x" or 1 = 1' },
      'Expected `requestId` of letters, digits, `_` and `-`, got "x\\" or 1 = 1".',
    ],
    ['before-and-after', { date: 'soon' }, 'Expected `date` to be a date, got "soon".'],
  ])('%s %j', (name, options, message) => {
    expect(() => catalogueText(name, options)).toThrow(message);
  });

  test.each([
    ['needs-retry.s3', {}],
    ['throttling', { form: 'needs-retry.s3' as never }],
    ['throttling', { 'needs-retry.s3': 'x' }],
    ['throttling', { service: 'needs-retry.s3' }],
    ['retries-over-time', { bin: 'needs-retry.s3' }],
    ['before-and-after', { date: 'needs-retry.s3' }],
  ])('%s %j: what is said is no line', (name, options) => {
    expect(() => catalogueText(name, options as object)).toThrow(
      /^(?!.*needs-retry\.).*needs-retry\\u002es3/,
    );
  });
});

async function table(name: string, events: readonly LogEvent[], options = {}): Promise<string[][]> {
  const { rows } = await answer(name, events, options);
  return rows.map((row) => row.map(({ value }) => value));
}

function retriesOf({ attempts }: Call): number {
  return attempts.length - 1;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((so, item) => so + value(item), 0);
}

function total(rows: readonly string[][], column: number): number {
  return sum(rows, (row) => Number(row[column]));
}

/** Largest first; what is equal in the order of its appearance. */
function sortedBy(rows: string[][], column: number): string[][] {
  return [...rows].sort((a, b) => Number(b[column]) - Number(a[column]));
}

function minute(ms: number, width: number): string {
  const start = Math.floor(ms / (width * 60_000)) * width * 60_000;
  return time(start);
}
