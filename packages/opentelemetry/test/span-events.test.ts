import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { createRetryObserver } from '@needs-retry/core';
import { script } from '@needs-retry/testing';
import { type Meter, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { openTelemetrySink } from '../src/index.js';
import { dynamodbClient, metering, s3Client } from './support.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
const tracer = trace.getTracer('test');

afterEach(() => exporter.reset());
afterAll(() => provider.shutdown());

/** Runs `act` in a span, and gives the span's events. */
async function eventsIn(name: string, act: () => Promise<unknown>) {
  await tracer.startActiveSpan(name, async (span) => {
    await act().catch(() => {});
    span.end();
  });
  const ended = exporter.getFinishedSpans().find((span) => span.name === name);
  return ended?.events.map(({ name, attributes }) => ({ name, attributes }));
}

const list = new ListBucketsCommand({});
const ofList = {
  'rpc.system': 'aws-api',
  'rpc.service': 'S3',
  'rpc.method': 'ListBuckets',
  'cloud.region': 'us-east-1',
};
const ids = { 'aws.request_id': 'scripted-request-id', 'aws.extended_request_id': 'scripted-host-id' };

test('each retry is an event of the active span, and so is giving up', async () => {
  const s3 = createRetryObserver({ sinks: [openTelemetrySink()] }).observe(s3Client());
  script(s3)
    .reply(503, 'SlowDown')
    .networkError()
    .reply(500, 'InternalError', { headers: { 'retry-after': '2' } });

  const events = await eventsIn('list', () => s3.send(list));

  expect(events).toEqual([
    {
      name: 'aws_sdk.retry',
      attributes: {
        ...ofList,
        'http.request.resend_count': 1,
        'error.type': 'TimeoutError',
        'aws_sdk.retry.cause': 'SlowDown',
        'aws_sdk.retry.cause_status_code': 503,
        'aws_sdk.error.class': 'throttling',
        'aws_sdk.retry.delay': expect.any(Number),
      },
    },
    {
      name: 'aws_sdk.retry',
      attributes: {
        ...ofList,
        ...ids,
        'http.response.status_code': 500,
        'http.request.resend_count': 2,
        'error.type': 'InternalError',
        'aws_sdk.retry.cause': 'TimeoutError',
        'aws_sdk.error.class': 'transient',
        'aws_sdk.retry.delay': expect.any(Number),
        'aws_sdk.retry.retry_after': 2,
      },
    },
    {
      name: 'aws_sdk.gave_up',
      attributes: {
        ...ofList,
        ...ids,
        'http.response.status_code': 500,
        'aws_sdk.attempts': 3,
        'error.type': 'InternalError',
        'aws_sdk.error.class': 'transient',
        'aws_sdk.gave_up_because': 'attempts',
      },
    },
  ]);
});

test('entries left undone are an event too', async () => {
  const observer = createRetryObserver({ sinks: [openTelemetrySink()] });
  const dynamodb = observeDynamoDB(dynamodbClient(), observer);
  const items = [{ PutRequest: { Item: { id: { S: 'secret' } } } }];
  script(dynamodb).reply(200, { UnprocessedItems: { orders: items } });

  const events = await eventsIn('write', () =>
    dynamodb.send(new BatchWriteItemCommand({ RequestItems: { orders: items } })),
  );

  expect(events).toEqual([
    {
      name: 'aws_sdk.partial_failure',
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'DynamoDB',
        'rpc.method': 'BatchWriteItem',
        'cloud.region': 'us-east-1',
        'http.response.status_code': 200,
        'aws.request_id': 'scripted-request-id',
        'aws_sdk.retryable_entries': 1,
        'aws_sdk.final_entries': 0,
      },
    },
  ]);
});

test('calls that run at once each write to their own span', async () => {
  const s3 = createRetryObserver({ sinks: [openTelemetrySink()] }).observe(s3Client());
  script(s3).answer(
    ({ attempt, query }) => ({
      kind: 'response',
      status: attempt === 1 && query.prefix === 'fails' ? 500 : 200,
    }),
    { times: 3 },
  );

  const [failing, working] = await Promise.all([
    eventsIn('failing', () => s3.send(new ListBucketsCommand({ Prefix: 'fails' }))),
    eventsIn('working', () => s3.send(new ListBucketsCommand({ Prefix: 'works' }))),
  ]);

  expect([failing?.map(({ name }) => name), working]).toEqual([['aws_sdk.retry'], []]);
});

test('nothing is added without a span, nor where it is switched off', async () => {
  const outcome = async (spanEvents: boolean) => {
    const s3 = createRetryObserver({ sinks: [openTelemetrySink({ spanEvents })] }).observe(s3Client());
    script(s3).reply(500, 'InternalError', { times: 2 }).reply(200).reply(500, 'InternalError').reply(200);
    const { $metadata } = await s3.send(list);
    const events = await eventsIn(`span events: ${spanEvents}`, () => s3.send(list));
    return [$metadata.attempts, events?.length];
  };

  expect([await outcome(true), await outcome(false)]).toEqual([
    [3, 1],
    [3, 0],
  ]);
});

test('a meter and a span that throw never reach the call, and are told', async () => {
  const { provider: meters, stop } = metering();
  const broken = meters.getMeter('broken');
  const fail = (what: string) => () => {
    throw new Error(`broken ${what}`);
  };
  broken.createCounter = () => ({ add: fail('meter') });
  const problems: string[] = [];
  const observer = createRetryObserver({
    sinks: [openTelemetrySink({ meter: broken as Meter })],
    onError: (error) => problems.push((error as Error).message),
  });
  const s3 = observer.observe(s3Client());
  script(s3).reply(503, 'SlowDown').reply(200).reply(503, 'SlowDown').reply(200);

  let attempts: unknown;
  const events = await eventsIn('meter', async () => {
    attempts = (await s3.send(list)).$metadata.attempts;
  });
  const ofSpan = await eventsIn('span', async () => {
    trace.getActiveSpan()!.addEvent = fail('span');
    attempts = [attempts, (await s3.send(list)).$metadata.attempts];
  });

  expect(attempts).toEqual([2, 2]);
  expect(events?.map(({ name }) => name)).toEqual(['aws_sdk.retry']);
  expect(ofSpan).toEqual([]);
  expect(problems).toEqual(['broken meter', 'broken meter', 'broken meter', 'broken span']);
  await stop();
});
