import { analyzeLogs } from '@needs-retry/insights';
import type { NamedFinding } from 'needs-retry';
import { checksOf } from '../src/checks.js';
import type { Result } from '../src/result.js';
import { summarize } from '../src/summary.js';
import { toText } from '../src/text.js';
import { logOf, messages, seen } from './sample.js';

async function result(texts: readonly string[], full = false): Promise<Result> {
  const run = { orders: 3, failedOrders: 1, seen, log: logOf(texts) };
  const summary = summarize(run);
  const options = { seed: '1', calls: 4, json: false, full, help: false };
  const analysis = await analyzeLogs(run.log);
  const checks = checksOf(summary, run.failedOrders, analysis);
  return { options, run, summary, checks, answers: [ANSWER], analysis, findings: [FINDING] };
}

const FINDING: NamedFinding = {
  rule: 'gave-up',
  severity: 'high',
  title: '1 call failed after all attempts.',
  evidence: ['dynamodb GetItem: 1 call given up'],
  examples: [],
  why: 'It failed.',
  change: 'Send less.',
  cost: { failed: 1, lostMs: 0 },
};

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

test('shows the log, the counts, the checks and the answers', async () => {
  const log = logOf(messages).map(
    ({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`,
  );

  expect(toText(await result(messages), false)).toBe(`The log of the function
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
✓ the report and the doctor count the same
✓ every document is valid EMF

needs-retry query retries-by-operation
Which operations are retried most?
operation  retries
───────────────────
GetItem          2

needs-retry doctor
HIGH 1 call failed after all attempts.
  • dynamodb GetItem: 1 call given up
  Why     It failed.
  Change  Send less.
  [gave-up]

1 finding in 10 events, 2023-11-14T22:13:20.001Z to 2023-11-14T22:13:20.008Z: 3 retries, 1
throttled, 1 given up.`);
});

test('says which promise is broken, and where', async () => {
  const text = toText(await result(messages.slice(3)), false);

  expect(
    text.slice(text.indexOf('✗'), text.indexOf('\n\nneeds-retry query')),
  ).toBe(`✗ lines = requests − calls
    s3 PutObject: the log says 0, the server 1
✓ sum of Retries = requests − calls
✗ sum of Throttles = throttled answers
    s3 PutObject: the log says 0, the server 1
✓ sum of RetriesExhausted = failed orders
✗ the report and the doctor count the same
    throttled: they say 0, the server 1
✓ every document is valid EMF

The log does not say what happened.`);
});

test('shows the beginning of a long log, or all of it', async () => {
  const texts = Array.from({ length: 50 }, (_, index) => `event ${index}`);
  const eventsIn = (text: string) => text.match(/ event \d+$/gm)?.length;

  expect(eventsIn(toText(await result(texts), false))).toBe(16);
  expect(toText(await result(texts), false)).toContain(
    'Z event 15\n… and 34 more events; --full shows all\n\n',
  );
  expect(eventsIn(toText(await result(texts, true), false))).toBe(50);
});

test('colours change nothing but the colours', async () => {
  const coloured = toText(await result(messages), true);

  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(toText(await result(messages), false));
  expect(coloured).toContain('\u001b[33mneeds-retry.s3.PutObject|increment|count=1\u001b[0m');
});
