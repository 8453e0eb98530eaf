import { summarize } from '../src/summary.js';
import { document, logOf, messages, seen } from './sample.js';

test('counts what the servers saw and what the log says, each by itself', () => {
  expect(summarize({ seen, log: logOf(messages) })).toEqual({
    operations: [
      {
        service: 'dynamodb',
        operation: 'GetItem',
        calls: 2,
        attempts: 4,
        retries: 2,
        lines: 2,
        metricRetries: 2,
        throttled: 0,
        metricThrottles: 0,
        gaveUp: 1,
      },
      {
        service: 's3',
        operation: 'PutObject',
        calls: 2,
        attempts: 3,
        retries: 1,
        lines: 1,
        metricRetries: 1,
        throttled: 1,
        metricThrottles: 1,
        gaveUp: 0,
      },
    ],
    total: {
      calls: 4,
      attempts: 7,
      retries: 3,
      lines: 3,
      metricRetries: 3,
      throttled: 1,
      metricThrottles: 1,
      gaveUp: 1,
    },
    documents: 5,
    documentProblems: [],
  });
});

test('an operation that only the log knows has a row too', () => {
  const log = logOf(['needs-retry.s3.GetObject|increment|count=1', document('s3', 'Copy', { Throttles: 1 })]);

  const { operations } = summarize({ seen: [], log });

  expect(
    operations.map(({ operation, lines, metricThrottles }) => [operation, lines, metricThrottles]),
  ).toEqual([
    ['Copy', 0, 1],
    ['GetObject', 1, 0],
  ]);
});

test('says what is wrong with a document, torn ones included', () => {
  const torn = document('s3', 'PutObject', { Throttles: 1 }).slice(0, 40);
  const wrong = document('', 'PutObject', { Throttles: 1 });

  const { documents, documentProblems } = summarize({ seen: [], log: logOf([torn, wrong]) });

  expect(documents).toBe(2);
  expect(documentProblems).toEqual([
    `The line is not one JSON object. ${torn}`,
    `Dimension "ServiceId" is "", not 1 to 1024 ASCII characters. ${wrong}`,
  ]);
});
