import { BatchWriteItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { createRetryObserver, type ReportableEvent } from '@needs-retry/core';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { script } from '@needs-retry/testing';
import { metrics } from '@opentelemetry/api';
import { openTelemetrySink } from '../src/index.js';
import { dynamodbClient, metering, s3Client } from './support.js';

const of = (service: string, operation: string) => ({
  'rpc.system': 'aws-api',
  'rpc.service': service,
  'rpc.method': operation,
});

test('counts retries, throttles, delays, calls given up and entries left undone', async () => {
  const { provider, measured, stop } = metering();
  const observer = createRetryObserver({ sinks: [openTelemetrySink({ meter: provider.getMeter('test') })] });
  const s3 = observer.observe(s3Client());
  const dynamodb = observeDynamoDB(dynamodbClient(), observer);
  script(s3).reply(503, 'SlowDown').networkError().reply(200).reply(500, 'InternalError', { times: 3 });
  script(dynamodb)
    .reply(400, 'ThrottlingException', { times: 4 })
    .reply(200, { UnprocessedItems: { orders: [{ PutRequest: { Item: { id: { S: '1' } } } }] } });

  await s3.send(new ListBucketsCommand({}));
  await s3.send(new ListBucketsCommand({})).catch(() => {});
  await dynamodb.send(new ListTablesCommand({})).catch(() => {});
  const items = [1, 2].map((id) => ({ PutRequest: { Item: { id: { S: String(id) } } } }));
  await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { orders: items } }));

  const ofList = of('S3', 'ListBuckets');
  const retries = [
    [{ ...ofList, 'aws_sdk.error.class': 'throttling' }, 1],
    [{ ...ofList, 'aws_sdk.error.class': 'transient' }, 3],
    [{ ...of('DynamoDB', 'ListTables'), 'aws_sdk.error.class': 'throttling' }, 3],
  ];
  const gaveUp = { 'aws_sdk.gave_up_because': 'attempts' };
  expect(await measured()).toEqual({
    'aws_sdk.client.retries {retry}': retries,
    'aws_sdk.client.throttles {attempt}': [
      [ofList, 1],
      [of('DynamoDB', 'ListTables'), 4],
    ],
    'aws_sdk.client.retry.delay s': retries,
    'aws_sdk.client.calls_given_up {call}': [
      [{ ...ofList, 'aws_sdk.error.class': 'transient', ...gaveUp }, 1],
      [{ ...of('DynamoDB', 'ListTables'), 'aws_sdk.error.class': 'throttling', ...gaveUp }, 1],
    ],
    'aws_sdk.client.failed_entries {entry}': [
      [
        {
          ...of('DynamoDB', 'BatchWriteItem'),
          'aws_sdk.retryable': true,
        },
        1,
      ],
    ],
  });
  await stop();
});

test('measures what no call of a test brings about: streams, deadlines, summaries, final entries', async () => {
  const { provider, measured, stop } = metering();
  const sink = openTelemetrySink({ meter: provider.getMeter('test') });
  const event = (facts: object) => sink.write(retryEvent(facts) as unknown as ReportableEvent);

  event({ kind: 'stream-error', errorClass: 'throttling' });
  event({ kind: 'stream-error' });
  event({ kind: 'deadline', phase: 'waiting' });
  event({ kind: 'summary', calls: 3, attempts: 5, retries: 2, callDurationsMs: [1, 20, 300] });
  event({ kind: 'partial-failure', retryableEntries: 0, finalEntries: 2, reasons: {} });

  const attributes = of('S3', 'ListBuckets');
  expect(await measured()).toEqual({
    'aws_sdk.client.throttles {attempt}': [[attributes, 1]],
    'aws_sdk.client.failed_entries {entry}': [[{ ...attributes, 'aws_sdk.retryable': false }, 2]],
    'aws_sdk.client.stream_errors {stream}': [
      [{ ...attributes, 'aws_sdk.error.class': 'throttling' }, 1],
      [attributes, 1],
    ],
    'aws_sdk.client.calls_at_deadline {call}': [[{ ...attributes, 'aws_sdk.phase': 'waiting' }, 1]],
    'aws_sdk.client.calls {call}': [[attributes, 3]],
    'aws_sdk.client.attempts {attempt}': [[attributes, 5]],
    'aws_sdk.client.call.duration s': [[attributes, 3]],
  });
  await stop();
});

test('a delay is measured in seconds, in buckets that fit it', async () => {
  const { provider, stop } = metering();
  const boundaries: number[][] = [];
  const recorded: number[] = [];
  const meter = provider.getMeter('test');
  const histogram = meter.createHistogram.bind(meter);
  meter.createHistogram = (name, options) => {
    boundaries.push(options?.advice?.explicitBucketBoundaries ?? []);
    const created = histogram(name, options);
    created.record = (value) => recorded.push(value);
    return created;
  };

  openTelemetrySink({ meter }).write(retryEvent({ delayMs: 52 }) as unknown as ReportableEvent);

  expect(recorded).toEqual([0.052]);
  expect(boundaries).toEqual([
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ]);
  await stop();
});

test.each([
  ['s3', 'S3'],
  ['secrets-manager', 'SecretsManager'],
  ['cloudwatch-logs', 'CloudWatchLogs'],
  ['bedrock-runtime', 'BedrockRuntime'],
  ['some-new-service', 'SomeNewService'],
])('%s is called %s, as by the instrumentation of the AWS SDK', async (service, expected) => {
  const { provider, measured, stop } = metering();
  const sink = openTelemetrySink({ meter: provider.getMeter('test') });

  sink.write(retryEvent({ kind: 'deadline', service, phase: 'attempt' }) as unknown as ReportableEvent);

  expect(JSON.stringify(await measured())).toContain(`"rpc.service":"${expected}"`);
  await stop();
});

test('the global meter provider may come later, and be exchanged', async () => {
  const sink = openTelemetrySink();
  const write = () => sink.write(retryEvent({ cause: undefined }) as unknown as ReportableEvent);
  write();
  const first = metering();
  metrics.setGlobalMeterProvider(first.provider);
  write();
  write();
  metrics.disable();
  const second = metering();
  metrics.setGlobalMeterProvider(second.provider);
  write();

  const retries = 'aws_sdk.client.retries {retry}';
  expect((await first.measured())[retries]).toEqual([[of('S3', 'ListBuckets'), 2]]);
  expect((await second.measured())[retries]).toEqual([[of('S3', 'ListBuckets'), 1]]);
  metrics.disable();
  await Promise.all([first.stop(), second.stop()]);
});

test.each<[string, object, string]>([
  [
    'an unknown option',
    { metre: {} },
    'Unknown option `metre` of openTelemetrySink: it takes `meter`, `spanEvents`.',
  ],
  ['a meter that is none', { meter: {} }, 'Expected `meter` to be a Meter, got an object.'],
  [
    'span events that are neither on nor off',
    { spanEvents: 'no' },
    'Expected `spanEvents` to be a boolean, got "no".',
  ],
])('refuses %s', (_, options, message) => {
  expect(() => openTelemetrySink(options)).toThrow(new TypeError(message));
});
