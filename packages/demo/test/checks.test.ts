import { checksOf } from '../src/checks.js';
import { isOk } from '../src/result.js';
import { summarize } from '../src/summary.js';
import { document, logOf, messages, seen } from './sample.js';

function problems(
  log: readonly string[],
  { saw = seen, failedOrders = 1, reported = {} } = {},
): Record<string, readonly string[]> {
  const summary = summarize({ seen: saw, log: logOf(log) });
  const { retries, throttled: throttles, gaveUp } = summary.total;
  const checks = checksOf(summary, failedOrders, { totals: { retries, throttles, gaveUp, ...reported } });
  const broken = checks.filter((check) => check.problems.length > 0);
  expect(isOk(checks)).toBe(broken.length === 0);
  return Object.fromEntries(broken.map((check) => [check.promise, check.problems]));
}

const without = (index: number) => messages.filter((_, each) => each !== index);

test('a log that says what happened keeps every promise', () => {
  expect(problems(messages)).toEqual({});
});

test('a line is missing', () => {
  expect(problems(without(2))).toEqual({
    'lines = requests − calls': ['s3 PutObject: the log says 0, the server 1'],
  });
});

test('a line too many of one operation does not make up for one missing of another', () => {
  const log = [...without(2), 'needs-retry.dynamodb.GetItem|increment|count=1'];

  expect(problems(log)).toEqual({
    'lines = requests − calls': [
      'dynamodb GetItem: the log says 3, the server 2',
      's3 PutObject: the log says 0, the server 1',
    ],
  });
});

test('a retry has no document', () => {
  expect(problems(without(3))).toEqual({
    'sum of Retries = requests − calls': ['s3 PutObject: the log says 0, the server 1'],
  });
});

test('a throttled answer has no document', () => {
  expect(problems(without(1))).toEqual({
    'sum of Throttles = throttled answers': ['s3 PutObject: the log says 0, the server 1'],
  });
});

test('throttling is told that the server did not do', () => {
  const saw = seen.map((tally) => ({ ...tally, throttled: 0 }));

  expect(problems(messages, { saw })).toEqual({
    'sum of Throttles = throttled answers': ['s3 PutObject: the log says 1, the server 0'],
  });
});

test('an order failed of which the log does not know', () => {
  expect(problems(messages, { failedOrders: 2 })).toEqual({
    'sum of RetriesExhausted = failed orders': ['the log says 1, the function 2'],
  });
});

test('the report counts a retry twice', () => {
  expect(problems(messages, { reported: { retries: 4 } })).toEqual({
    'the report and the doctor count the same': ['retries: they say 4, the server 3'],
  });
});

test('a document is not valid', () => {
  const invalid = document('s3', 'Put\nObject', {});

  expect(problems([...messages, invalid])).toEqual({
    'every document is valid EMF': [
      `Dimension "OperationName" is "Put\\nObject", not 1 to 1024 ASCII characters. ${invalid}`,
    ],
  });
});
