import { answer, type CatalogueOptions } from '../src/index.js';
import { FAILURES, type Fact, facts, invocations, logOf } from './support/incidents.js';
import { grouped, sortedByText, time } from './support/tables.js';

/*
 * The questions of the one on call, about incidents that are known: each answer is worked out from what
 * happened, not from the log. It is the same whether documents were written singly or most of them summarised.
 */
const attempts = facts.filter((fact) => fact.kind === 'attempt');
const retries = attempts.filter(({ attempt }) => attempt > 1);
const unknown = '(unknown)';

describe.each([
  ['documents written singly', logOf(false)],
  ['documents of which most are summarised', logOf(true)],
])('from %s', (_, log) => {
  const table = async (name: string, options: CatalogueOptions = {}): Promise<string[][]> => {
    const { rows } = await answer(name, log, options);
    return rows.map((row) => row.map(({ value }) => value));
  };

  test('waits for a retry, by operation', async () => {
    const expected = grouped(
      retries,
      ({ service, operation }) => [service, operation],
      (group) => {
        const waits = group.map(({ delay }) => delay).sort((a, b) => a - b);
        return [waits.length, percentile(waits, 50), percentile(waits, 99), Math.max(...waits)];
      },
    );

    expect(sortedByText(await table('retry-delays'))).toEqual(sortedByText(expected));
  });

  test('conflicts, by table', async () => {
    const expected = grouped(
      attempts.filter(({ error }) => error?.class === 'contention'),
      ({ service, operation, resource }) => [service, operation, resource ?? unknown],
      (group) => [group.filter(({ attempt }) => attempt > 1).length],
    );

    const rows = await table('conflicts');

    expect(expected.length).toBeGreaterThan(1);
    // How many documents there are depends on how they are written; how many retries does not.
    expect(
      sortedByText(
        rows.map(([service, operation, target, , count]) => [service!, operation!, target!, count ?? '0']),
      ),
    ).toEqual(sortedByText(expected));
  });

  test('partial failures', async () => {
    const expected = grouped(
      facts.filter((fact) => fact.kind === 'partial-failure'),
      ({ service, operation, resource, reason }) => [service, operation, resource ?? unknown, reason],
      (group) => [sum(group.map(({ retryable }) => retryable)), sum(group.map(({ final }) => final))],
    );

    expect(expected.length).toBeGreaterThan(2);
    expect(sortedByText(await table('partial-failures'))).toEqual(sortedByText(expected));
  });

  test('streams that broke off', async () => {
    const expected = grouped(
      facts.filter((fact) => fact.kind === 'stream-error'),
      ({ service, operation, resource, error }) => [service, operation, resource ?? unknown, error.name],
      (group) => [group.length, ...(group[0]!.error.class === 'throttling' ? [group.length] : [])],
    );

    expect(expected.length).toBeGreaterThan(1);
    expect(sortedByText(await table('stream-errors'))).toEqual(sortedByText(expected));
  });

  test('the share of an invocation that was spent waiting', async () => {
    const expected = grouped(
      retries,
      ({ requestId }) => [requestId],
      (group) => {
        const waited = sum(group.map(({ delay }) => delay));
        const { durationMs } = invocations.find(({ requestId }) => requestId === group[0]!.requestId)!;
        return [waited, durationMs, Math.floor((waited / durationMs) * 1000) / 10];
      },
    );

    const rows = await table('lost-time');

    expect(rows).toHaveLength(20);
    for (const row of rows) expect(expected).toContainEqual(row);
    expect(rows.map((row) => Number(row[3]))).toEqual(
      expected
        .map((row) => Number(row[3]))
        .sort((a, b) => b - a)
        .slice(0, 20),
    );
  });

  test('retries, throttling and giving up, by function', async () => {
    const expected = ['orders', 'billing', 'search'].map((name) => {
      const ofFunction = (fact: Fact) => fact.functionName === name;
      const gaveUp = facts.filter(ofFunction).filter(({ kind }) => kind === 'gave-up').length;
      return [
        name,
        String(retries.filter(ofFunction).length),
        String(facts.filter(ofFunction).filter(isThrottled).length),
        ...(gaveUp > 0 ? [String(gaveUp)] : []),
      ];
    });

    expect(sortedByText(await table('by-function'))).toEqual(sortedByText(expected));
  });

  test('what earlier queries say of all services', async () => {
    const byOperation = await table('retries-by-operation');
    const throttling = await table('throttling');
    const gaveUp = await table('gave-up');
    const waits = await table('invocations');

    expect(sum(byOperation.map((row) => Number(row[2])))).toBe(retries.length);
    expect(sum(byOperation.map((row) => Number(row[3] ?? 0)))).toBe(facts.filter(isThrottled).length);
    expect(sum(throttling.map((row) => Number(row[3])))).toBe(facts.filter(isThrottled).length);
    expect(sum(gaveUp.map((row) => Number(row[4])))).toBe(
      facts.filter(({ kind }) => kind === 'gave-up').length,
    );
    const [first] = waits;
    const ofFirst = retries.filter(({ requestId }) => requestId === first![0]);
    expect(first!.slice(1)).toEqual([String(ofFirst.length), String(sum(ofFirst.map(({ delay }) => delay)))]);
  });

  test('of one service and operation', async () => {
    const ofS3 = retries.filter(({ service, operation }) => service === 's3' && operation === 'GetObject');

    const rows = await table('retries-by-operation', { service: 's3', operation: 'GetObject' });

    expect(rows.map((row) => row.slice(0, 3))).toEqual([['s3', 'GetObject', String(ofS3.length)]]);
  });
});

describe('from documents written singly', () => {
  const log = logOf(false);
  const table = async (name: string, options: CatalogueOptions = {}): Promise<string[][]> => {
    const { rows } = await answer(name, log, options);
    return rows.map((row) => row.map(({ value }) => value));
  };

  test('retries by cause', async () => {
    const expected = grouped(
      retries,
      ({ service, cause }) => [service, cause!.name, cause!.type, String(cause!.status ?? '-')],
      (group) => [group.length],
    );

    expect(sortedByText(await table('retries-by-cause'))).toEqual(sortedByText(expected));
  });

  test('retries that cannot help', async () => {
    const futile = retries.filter(({ cause }) => cause === FAILURES.quota);

    expect(await table('futile-retries')).toEqual([
      ['lambda', 'PutFunctionConcurrency', 'LimitExceededException', 'quota', String(futile.length)],
    ]);
  });

  test('how many conflicts there were', async () => {
    const conflicts = attempts.filter(({ error }) => error?.class === 'contention');

    const rows = await table('conflicts');

    expect(sum(rows.map((row) => Number(row[3])))).toBe(conflicts.length);
  });

  test('lines that were lost and documents that were cut', async () => {
    const cut = (at: number) => (at % 7 === 0 ? 1 : 0);
    const lost = (at: number) => (at % 11 === 0 ? at % 5 : 0);
    const expected = grouped(
      facts.filter(({ at }) => cut(at) > 0 || lost(at) > 0),
      ({ functionName }) => [functionName],
      (group) => [sum(group.map(({ at }) => lost(at))), sum(group.map(({ at }) => cut(at)))],
    );

    expect(sortedByText(await table('health'))).toEqual(sortedByText(expected));
  });

  test('one invocation, in order', async () => {
    const { requestId, endsAt } = invocations[5]!;
    const expected = facts
      .filter((fact) => fact.requestId === requestId)
      .map(({ at, kind, service, operation }) => [time(at), kind, service, operation]);

    const { rows } = await answer('invocation', log, { requestId });

    const cells = rows.map((row) => row.map(({ value }) => value));
    expect(expected.length).toBeGreaterThan(5);
    expect(cells.slice(0, -1).map((row) => row.slice(0, 4))).toEqual(expected);
    expect(cells.at(-1)!.slice(0, 2)).toEqual([time(endsAt), 'REPORT']);
    expect(rows[0]!.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['time', 'what', 'service', 'attempt']),
    );
  });
});

test('from plain lines: retries by log group, and one invocation', async () => {
  const line = (log: string, id: string, timestamp: number) => ({
    timestamp,
    log,
    message: `{"message":"needs-retry.s3.GetObject|increment|count=1","requestId":"${id}"}`,
  });
  const log = [line('1:/a', 'x-1', 1000), line('1:/b', 'x-2', 2000), line('1:/a', 'x-1', 3000)];

  expect((await answer('by-function', log, { form: 'line' })).rows.map(values)).toEqual([
    ['1:/a', '2'],
    ['1:/b', '1'],
  ]);
  expect((await answer('invocation', log, { form: 'line', requestId: 'x-1' })).rows.map(values)).toEqual([
    [time(1000), log[0]!.message],
    [time(3000), log[2]!.message],
  ]);
});

function isThrottled(fact: Fact): boolean {
  return (fact.kind === 'attempt' || fact.kind === 'stream-error') && fact.error?.class === 'throttling';
}

function percentile(values: readonly number[], percent: number): number {
  const place = (percent / 100) * (values.length - 1);
  const below = values[Math.floor(place)]!;
  return below + (values[Math.ceil(place)]! - below) * (place - Math.floor(place));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function values(row: readonly { readonly value: string }[]): string[] {
  return row.map(({ value }) => value);
}
