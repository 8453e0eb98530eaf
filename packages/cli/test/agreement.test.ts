import { type Analysis, analyzeLogs, answer, type LogEvent, runQuery } from '@needs-retry/insights';
import { countsOf, groupsOf, seriesOf } from '../page/select.js';
import { diagnose, type NamedFinding } from '../src/doctor/diagnose.js';
import { everything } from './support/logs.js';

let events: LogEvent[];
let analysis: Analysis;
let findings: NamedFinding[];
beforeAll(async () => {
  const log = await everything();
  events = log.map((message, index) => ({
    timestamp: Date.UTC(2026, 2, 1) + index * 50,
    message,
    logStream: 'a',
  }));
  analysis = await analyzeLogs(events);
  findings = diagnose(analysis);
});

test('the page shows the sums of the catalogue', async () => {
  const counts = countsOf(analysis.facts, {});
  const waited = await runQuery('filter Retries > 0 | stats sum(RetryDelay) as ms', events);

  expect(counts).toEqual({
    retry: await sum('retries-by-operation', 'retries'),
    throttle: await sum('throttling', 'throttled'),
    conflict: await sum('conflicts', 'conflicts'),
    'gave-up': await sum('gave-up', 'calls'),
    'partial-failure': await sum('partial-failures', 'retryable'),
    finalEntries: await sum('partial-failures', 'final'),
    'stream-error': await sum('stream-errors', 'streams'),
    futile: await sum('futile-retries', 'retries'),
    waitedMs: Number(waited.rows[0]![0]!.value),
  });
  expect(counts.retry).toBeGreaterThan(40);
});

test('and its parts are those of the catalogue', async () => {
  const operations = groupsOf(
    analysis.facts,
    {},
    ({ service, operation }) => [service, operation],
    ({ retry }) => retry,
  );
  const causes = groupsOf(
    analysis.facts,
    {},
    ({ service, error }) => [service, error],
    ({ retry }) => retry,
  );

  expect(sorted(operations.map(({ names, counts }) => [...names, counts.retry]))).toEqual(
    sorted(await rows('retries-by-operation', ['service', 'operation', 'retries'])).filter(
      (row) => row[2] !== '0',
    ),
  );
  expect(sorted(causes.map(({ names, counts }) => [...names, counts.retry]))).toEqual(
    sorted(await rows('retries-by-cause', ['service', 'error', 'retries'])),
  );
  const delays = analysis.delays.map(({ service, operation, count, p50, p99, longest }) => [
    service,
    operation,
    count,
    p50,
    p99,
    longest,
  ]);
  expect(sorted(delays)).toEqual(
    sorted(await rows('retry-delays', ['service', 'operation', 'retries', 'p50', 'p99', 'longest'])),
  );
});

test('over time it adds up to the same', () => {
  const series = seriesOf(analysis, {}, 'retry');
  const middle = Math.floor(analysis.period!.from / analysis.bucketMs) + Math.floor(series.length / 2);

  const before = countsOf(analysis.facts, { to: middle - 1 }).retry;
  const after = countsOf(analysis.facts, { from: middle }).retry;

  expect(series.reduce((all, each) => all + each, 0)).toBe(analysis.totals.retries);
  expect(before).toBeGreaterThan(0);
  expect(before + after).toBe(analysis.totals.retries);
});

test('the doctor says the numbers of the catalogue', async () => {
  const undone = (await sum('partial-failures', 'retryable')) + (await sum('partial-failures', 'final'));
  const refused = await rows('gave-up', ['because', 'calls']);
  const calls = (because: string) =>
    refused.reduce((all, [why, count]) => all + (why === because ? Number(count) : 0), 0);
  const stuck = await sum('stuck', 'calls');
  const hot = (await rows('throttling', ['reason', 'throttled'])).find(([reason]) =>
    /KeyRange/.test(String(reason)),
  );

  expect(firstNumberOf('partial-failures')).toBe(undone);
  expect(firstNumberOf('retry-quota')).toBe(calls('quota'));
  expect(firstNumberOf('streaming-body')).toBe(calls('streaming-body'));
  expect(firstNumberOf('gave-up')).toBe(calls('attempts') + calls('(unknown)'));
  expect(firstNumberOf('no-request-timeout') + firstNumberOf('no-time-for-retry')).toBe(stuck);
  expect(firstNumberOf('futile-retries')).toBe(await sum('futile-retries', 'retries'));
  expect(firstNumberOf('hot-key')).toBe(hot![1]);
  expect(firstNumberOf('lost-lines')).toBe(await sum('health', 'lost'));
});

function firstNumberOf(rule: string): number {
  const { title } = findings.find((finding) => finding.rule === rule) ?? { title: `no ${rule}` };
  return Number(/\d+/.exec(title)?.[0] ?? title);
}

async function sum(name: string, column: string): Promise<number> {
  return (await rows(name, [column])).reduce((all, [value]) => all + Number(value), 0);
}

/** The catalogue's answer: numbers as numbers, and what it calls unknown as undefined. */
async function rows(name: string, columns: readonly string[]): Promise<(string | number | undefined)[][]> {
  const { rows } = await answer(name, events, { limit: 1000 });
  return rows.map((row) =>
    columns.map((column) => {
      const value = row.find(({ field }) => field === column)?.value ?? '0';
      if (value === '(unknown)' && name === 'retries-by-cause') return undefined;
      return Number.isNaN(Number(value)) ? value : Number(value);
    }),
  );
}

function sorted(table: readonly (readonly unknown[])[]): string[][] {
  return table.map((row) => row.map(String)).sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
