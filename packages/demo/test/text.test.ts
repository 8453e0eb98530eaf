import { checksOf } from '../src/checks.js';
import type { Result } from '../src/result.js';
import { summarize } from '../src/summary.js';
import { toText } from '../src/text.js';
import { logOf, messages, seen } from './sample.js';

function result(texts: readonly string[], full = false): Result {
  const run = { orders: 3, failedOrders: 1, seen, log: logOf(texts) };
  const summary = summarize(run);
  const options = { seed: '1', calls: 4, json: false, full, help: false };
  return { options, run, summary, checks: checksOf(summary, run.failedOrders), answers: [ANSWER] };
}

const ANSWER = {
  name: 'retries-by-operation',
  question: 'Which operations are retried most?',
  result: {
    columns: ['operation', 'retries'],
    rows: [
      [
        { field: 'operation', value: 'GetItem' },
        { field: 'retries', value: '2' },
      ],
    ],
    statistics: { recordsMatched: 2, recordsScanned: 10, bytesScanned: 100 },
    notes: [],
  },
};

test('shows the log, the counts, the checks and the answers', () => {
  const log = logOf(messages).map(
    ({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`,
  );

  expect(toText(result(messages), false)).toBe(`The log of the function
${log.join('\n')}

What the servers saw, and what the log says
service   operation  calls  attempts  retries  lines  Σ Retries  throttled  Σ Throttles  gave up
────────────────────────────────────────────────────────────────────────────────────────────────
dynamodb  GetItem        2         4        2      2          2          0            0        1
s3        PutObject      2         3        1      1          1          1            1        0
────────────────────────────────────────────────────────────────────────────────────────────────
total                    4         7        3      3          3          1            1        1

1 of 3 orders failed.
The log has 10 events, 5 of them EMF documents.

✓ lines = requests − calls
✓ sum of Retries = requests − calls
✓ sum of Throttles = throttled answers
✓ sum of RetriesExhausted = failed orders
✓ every document is valid EMF

needs-retry query retries-by-operation
Which operations are retried most?
operation  retries
───────────────────
GetItem          2`);
});

test('says which promise is broken, and where', () => {
  const text = toText(result(messages.slice(3)), false);

  expect(
    text.slice(text.indexOf('✗'), text.indexOf('\n\nneeds-retry query')),
  ).toBe(`✗ lines = requests − calls
    s3 PutObject: the log says 0, the server 1
✓ sum of Retries = requests − calls
✗ sum of Throttles = throttled answers
    s3 PutObject: the log says 0, the server 1
✓ sum of RetriesExhausted = failed orders
✓ every document is valid EMF

The log does not say what happened.`);
});

test('shows the beginning of a long log, or all of it', () => {
  const texts = Array.from({ length: 50 }, (_, index) => `event ${index}`);
  const eventsIn = (text: string) => text.match(/ event \d+$/gm)?.length;

  expect(eventsIn(toText(result(texts), false))).toBe(16);
  expect(toText(result(texts), false)).toContain('Z event 15\n… and 34 more events; --full shows all\n\n');
  expect(eventsIn(toText(result(texts, true), false))).toBe(50);
});

test('colours change nothing but the colours', () => {
  const coloured = toText(result(messages), true);

  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(toText(result(messages), false));
  expect(coloured).toContain('\u001b[33mneeds-retry.s3.PutObject|increment|count=1\u001b[0m');
});
