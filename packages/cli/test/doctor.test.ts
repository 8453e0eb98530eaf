import { analyzeLogs, type LogEvent } from '@needs-retry/insights';
import { diagnose, RULES } from '../src/doctor/diagnose.js';
import { healthy, SCENARIOS } from './support/scenarios.js';

/** Each scenario with all that is found in it. How long something took is `…`: the clients are real. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  'no-request-timeout': [
    'high no-request-timeout: 1 call was stuck in an attempt that nothing ends.',
    's3 GetObject (photos): 1 call in flight at the deadline, for up to …, without a request timeout; 1 invocation timed out',
  ],
  'no-time-for-retry': [
    'high no-time-for-retry: 1 call could never have had a second attempt before the function timed out.',
    's3 GetObject (photos): a request may take …, the function …; 1 call was still in the first attempt when it timed out',
  ],
  'futile-retries': [
    'high gave-up: 1 call failed after all attempts.',
    'kms ListAliases: 1 call given up after 3 attempts with LimitExceededException',
    'medium futile-retries: 3 retries could not help, and waited ….',
    'kms ListAliases: 2 retries after LimitExceededException (quota), … of waiting',
    'lambda Invoke (invoices): 1 retry after KMSAccessDeniedException (misconfiguration), … of waiting',
  ],
  'hot-key': [
    'medium hot-key: 1 attempt was throttled by a hot key, not by a table without capacity.',
    'orders: 1 attempt of GetItem throttled (TableReadKeyRangeThroughputExceeded)',
  ],
  'table-capacity': [
    'medium table-capacity: 1 attempt was throttled because a table or an index has no capacity left.',
    'orders: 1 attempt of GetItem throttled (IndexWriteProvisionedThroughputExceeded)',
  ],
  'partial-failures': [
    'high partial-failures: 3 entries were left undone by calls that succeeded.',
    'dynamodb BatchWriteItem (orders): 2 entries worth sending again',
    'dynamodb BatchWriteItem (carts): 1 entry worth sending again',
  ],
  'retry-quota': [
    'high gave-up: 17 calls failed after all attempts.',
    'dynamodb GetItem (orders): 17 calls given up after 3 attempts with InternalServerError',
    'high retry-quota: 7 calls were given up because the retry quota of the client was empty.',
    'dynamodb: 7 calls of GetItem given up after InternalServerError',
  ],
  'streaming-body': [
    'high streaming-body: 1 call was given up at the first error because the body is a stream.',
    's3 PutObject (photos): 1 call failed with SlowDown',
  ],
  'gave-up': [
    'high gave-up: 1 call failed after all attempts.',
    's3 GetObject (photos): 1 call given up after 3 attempts with InternalError',
  ],
  'cold-start-storm': [
    'medium cold-start-storm: The same retries come back at every cold start, and wait … in all.',
    'dynamodb GetItem: retried in 3 of 3 cold starts (3 retries), and in 0 of 9 later invocations',
  ],
  'adaptive-mode': [
    'medium adaptive-mode: Clients in the retry mode `adaptive` share one rate limit between several resources.',
    'dynamodb: one client for carts and orders; 2 attempts throttled, … of waiting',
  ],
  'lost-lines': [
    'low lost-lines: 12 lines of needs-retry did not get out: the counts are too low.',
    'orders: 12 lines lost',
  ],
};

test('there is a scenario for each rule', () => {
  const rules = RULES.map(({ name }) => name).sort();

  expect(Object.keys(SCENARIOS).sort()).toEqual(rules);
  expect(Object.keys(FOUND).sort()).toEqual(rules);
});

test.each(Object.entries(SCENARIOS))('%s is found where it happens', async (name, scenario) => {
  // The SDK says itself that it does not retry a stream.
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});

  const findings = diagnose(await analyzeLogs(eventsOf(await scenario())));

  warn.mockRestore();
  const said = findings.flatMap(({ severity, rule, title, evidence }) => [
    `${severity} ${rule}: ${title}`,
    ...evidence,
  ]);
  expect(said.map(withoutTimes)).toEqual(FOUND[name]);
});

test('a healthy function has no findings', async () => {
  const log = await healthy();

  expect(log.some((line) => line.includes('"Retries":1'))).toBe(true);
  expect(diagnose(await analyzeLogs(eventsOf(log)))).toEqual([]);
});

function eventsOf(lines: readonly string[]): LogEvent[] {
  return lines.map((message, index) => ({
    timestamp: Date.UTC(2026, 2, 1) + index,
    message,
    logStream: 'a',
  }));
}

function withoutTimes(text: string): string {
  return text.replace(/\b[\d.]+ m?s\b/g, '…');
}
