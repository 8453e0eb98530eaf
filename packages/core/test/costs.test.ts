import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DeadlineEvent,
  emfDocuments,
  type NeedsRetryEvent,
  type ReportableEvent,
  type SummaryEvent,
} from '../src/index.js';
import { jsonLinesOf, plainLineOf } from '../src/sinks/line.js';

// The numbers of docs/cost.md, from the documents of today. `UPDATE_DOCS=1 pnpm test costs` writes them there.
const file = join(__dirname, '..', '..', '..', 'docs', 'cost.md');

const PRICE_PER_GB = 0.5;
const PRICE_PER_METRIC_MONTH = 0.3;
/** What CloudWatch counts beside the message of an event in a batch. */
const OVERHEAD = 26;
const GB = 2 ** 30;

const call = {
  service: 'dynamodb',
  operation: 'PutItem',
  maxAttempts: 3,
  retryMode: 'standard',
  sdkVersion: '3.1173.0',
  requestTimeoutMs: 0,
  sdkInvocationId: '144e9b93-1c08-4d05-91a9-c8fadd930d4d',
  region: 'eu-west-1',
  timestamp: 1_700_000_000_000,
  durationMs: 12,
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  properties: { resource: 'orders-production' },
};

const throttling = {
  error: undefined,
  errorName: 'ThrottlingException',
  errorCode: undefined,
  errorType: 'THROTTLING' as const,
  errorClass: 'throttling' as const,
  statusCode: 400,
  serviceRequestId: 'KJ5Q6F7DN3J1ABCDEFGHIJKLMNOPQRSTUVWXYZ23456789ABCDEF',
  extendedRequestId: undefined,
};

const throttled: NeedsRetryEvent = {
  ...call,
  ...throttling,
  kind: 'needs-retry',
  eventName: 'needs-retry.dynamodb.PutItem',
  attempts: 1,
  ok: false,
  output: undefined,
  throttled: true,
  delayMs: undefined,
  retryAfterMs: undefined,
  cause: undefined,
};

const recovered: NeedsRetryEvent = {
  ...throttled,
  attempts: 2,
  ok: true,
  throttled: false,
  delayMs: 52,
  cause: { ...throttling, durationMs: 9 },
  errorName: undefined,
  errorType: undefined,
  errorClass: undefined,
  statusCode: 200,
};

const gaveUp: ReportableEvent = {
  ...call,
  ...throttling,
  kind: 'after-call',
  eventName: 'after-call.dynamodb.PutItem',
  attempts: 3,
  outcome: 'gave-up',
  totalDelayMs: 171,
  gaveUpBecause: 'attempts',
};

const deadline: DeadlineEvent = {
  ...call,
  kind: 'deadline',
  eventName: 'deadline.dynamodb.PutItem',
  attempts: 3,
  phase: 'attempt',
  lastError: { ...throttling, durationMs: 9 },
};

const summary: SummaryEvent = {
  kind: 'summary',
  eventName: 'summary.dynamodb.PutItem',
  service: call.service,
  operation: call.operation,
  timestamp: call.timestamp,
  requestId: call.requestId,
  properties: {},
  calls: 10,
  attempts: 11,
  retries: 1,
  callDurationsMs: [12, 9, 8, 14, 76, 9, 10, 11, 8, 12],
};

function sizes(format: 'Text' | 'JSON') {
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'checkout-production';
  process.env.AWS_LAMBDA_LOG_FORMAT = format;
  const documentOf = emfDocuments({ namespace: 'NeedsRetry' });
  const line = format === 'JSON' ? jsonLinesOf('WARN') : plainLineOf;
  const bytes = (text = '') => Buffer.byteLength(text.trimEnd()) + OVERHEAD;
  return {
    line: bytes(line(recovered)),
    throttled: bytes(documentOf(throttled, 0)),
    retry: bytes(documentOf(recovered, 0)),
    'gave up': bytes(documentOf(gaveUp, 0)),
    deadline: bytes(documentOf(deadline, 0)),
    summary: bytes(documentOf(summary, 0)),
  };
}

const dollars = (amount: number) => (amount < 0.1 ? amount.toFixed(4) : amount.toFixed(2));
const perMillion = (bytes: number) => dollars((1_000_000 * bytes * PRICE_PER_GB) / GB);
const table = (rows: readonly (readonly (string | number)[])[]) =>
  rows.map((row) => `| ${row.join(' | ')} |`).join('\n');

function logTable(): string {
  const [text, json] = [sizes('Text'), sizes('JSON')];
  return table([
    ['what', 'bytes, Text', 'bytes, JSON', 'USD per million, Text'],
    ['---', '---', '---', '---'],
    ...Object.entries(text).map(([name, bytes]) => [
      name,
      bytes,
      json[name as keyof typeof json],
      perMillion(bytes),
    ]),
  ]);
}

function callTable(): string {
  const { line, throttled, retry, 'gave up': gaveUpBytes } = sizes('Text');
  // A call that is throttled once; one that is throttled three times and given up.
  const once = throttled + retry + line;
  const lost = throttled + 2 * (retry + line) + gaveUpBytes;
  return table([
    ['of a million calls', 'bytes a call', 'GB', 'USD'],
    ['---', '---', '---', '---'],
    ...[
      ['none is retried', 0, 0],
      ['0.1 % are throttled once', once, 1_000],
      ['1 % are throttled once', once, 10_000],
      ['10 % are throttled once', once, 100_000],
      ['1 % are throttled three times and given up', lost, 10_000],
    ].map(([title, bytes, count]) => {
      const total = Number(bytes) * Number(count);
      return [title!, bytes!, (total / GB).toFixed(4), dollars((total * PRICE_PER_GB) / GB)];
    }),
  ]);
}

function metricTable(): string {
  const operations = 5;
  const metrics = 4;
  const month = (count: number, share: number) => dollars(count * PRICE_PER_METRIC_MONTH * share);
  const row = (title: string, count: number, sum: string) => [
    title,
    sum === String(count) ? sum : `${sum} = ${count}`,
    month(count, 1),
    month(count, 10 / 730),
  ];
  return table([
    ['5 operations of 2 services, 20 tables', 'metrics', 'USD, each hour', 'USD, 10 hours'],
    ['---', '---', '---', '---'],
    row('the default', metrics * operations, '4 × 5'),
    row("`metrics: ['Retries', 'Throttles']`", 2 * operations, '2 × 5'),
    row("`dimensions: { Stage: 'prod' }`, per stage", metrics * operations, '4 × 5'),
    row("`dimensionSets: [['ServiceId']]`", metrics * 2, '4 × 2'),
    row("`dimensionSets: [['ServiceId', 'OperationName'], []]`", metrics * (operations + 1), '4 × (5 + 1)'),
    row("`dimensionSets: [['ServiceId', 'resource']]`", metrics * 20, '4 × 20'),
    row('a metric filter on the line', 1, '1'),
  ]);
}

test.each([
  ['log', logTable],
  ['calls', callTable],
  ['metrics', metricTable],
])('the documentation has the numbers of today: %s', (name, make) => {
  const { AWS_LAMBDA_FUNCTION_NAME: _, AWS_LAMBDA_LOG_FORMAT: __, ...before } = process.env;
  const made = make();
  process.env = before;
  const [start, end] = [`<!-- ${name}:begin -->\n`, `\n<!-- ${name}:end -->`];
  const block = new RegExp(`(?<=${start})[^]*(?=${end})`);
  const docs = readFileSync(file, 'utf8');
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, docs.replace(block, made));

  expect(block.exec(readFileSync(file, 'utf8'))?.[0]).toBe(made);
});
