import type { ServiceAdapter } from '@needs-retry/core';
import { list, nameOf, partialFailures, record, watchStream } from '@needs-retry/core/adapter';
import { service as bedrockWhole } from '../../client-bedrock-runtime/test/service.js';
import { service as dynamodbWhole } from '../../client-dynamodb/test/service.js';
import { service as kinesisWhole } from '../../client-kinesis/test/service.js';
import { service as s3Whole } from '../../client-s3/test/service.js';
import { service as sqsWhole } from '../../client-sqs/test/service.js';
import type { Service } from '../src/index.js';
import { CHECKS, violationsOfCheck } from '../src/violations.js';

// The contract is worth what it finds: here are adapters that break it, each in one way, and what finds them.

/** The service with these operations alone: enough to break every promise, and quick. */
function only(service: Service, ...operations: string[]): Service {
  const isLeft = (name: string) =>
    !name.endsWith('Command') || operations.includes(name.replace(/Command$/, ''));
  return {
    ...service,
    sdk: Object.fromEntries(Object.entries(service.sdk).filter(([name]) => isLeft(name))),
  };
}

const messages = ['SendMessage', 'SendMessageBatch', 'DeleteMessage', 'DeleteMessageBatch', 'ListQueues'];
const sqs = only(sqsWhole, ...messages, 'ChangeMessageVisibilityBatch', 'CreateQueue');
const kinesis = only(
  kinesisWhole,
  'PutRecord',
  'PutRecords',
  'DescribeStream',
  'CreateStream',
  'SubscribeToShard',
);
const bedrock = only(
  bedrockWhole,
  'Converse',
  'ConverseStream',
  'InvokeModel',
  'InvokeModelWithResponseStream',
);
const items = ['GetItem', 'PutItem', 'Query', 'BatchWriteItem', 'BatchGetItem', 'CreateTable'];
const statements = ['ExecuteStatement', 'BatchExecuteStatement', 'TransactWriteItems', 'TransactGetItems'];
const dynamodb = only(dynamodbWhole, ...items, ...statements);
const s3 = only(s3Whole, 'PutObject', 'GetObject', 'HeadObject', 'CopyObject', 'DeleteObjects', 'UploadPart');

type Functions = Partial<ServiceAdapter>;

/** The service with an adapter that differs in one function. */
function mutant(service: Service, change: Functions): Service {
  const adapter = { ...service.adapter, ...change };
  return { ...service, adapter, observe: (client, observer) => observer!.observe(client, adapter) };
}

/** What the first check that fails finds. */
async function firstViolations(service: Service): Promise<readonly string[]> {
  for (const check of CHECKS) {
    const violations = await violationsOfCheck(check, service);
    if (violations.length > 0) return violations;
  }
  return [];
}

const properties = (more: (input: Readonly<Record<string, unknown>>) => object) => ({
  properties: (input: unknown) => ({ resource: nameOf(record(input).QueueUrl), ...more(record(input)) }),
});
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const failed = (output: unknown) => list(record(output).Failed).map(record);
const isRetryable = (entry: unknown) => record(entry).SenderFault === false;
const queue = (input: unknown) => text(sqs.adapter.properties?.(input)?.resource);

const SQS: Readonly<Record<string, readonly [Functions, RegExp]>> = {
  'writes a message': [properties(({ MessageBody }) => ({ body: text(MessageBody) })), /secret-MessageBody/],
  'writes a receipt handle': [
    properties((input) => ({ receipt: text(input.ReceiptHandle) })),
    /secret-ReceiptHandle/,
  ],
  'writes what is deep in a message': [
    properties(({ MessageAttributes }) => ({
      type: text(record(Object.values(record(MessageAttributes))[0]).DataType),
    })),
    /secret-MessageAttributes/,
  ],
  'writes bytes of a message in Base64': [
    properties(({ MessageAttributes }) => {
      const { BinaryValue } = record(Object.values(record(MessageAttributes))[0]);
      return {
        bytes: BinaryValue instanceof Uint8Array ? Buffer.from(BinaryValue).toString('base64') : undefined,
      };
    }),
    /c2VjcmV0/,
  ],
  'writes a number': [
    properties(({ DelaySeconds }) => ({
      delay: DelaySeconds === undefined ? undefined : String(DelaySeconds),
    })),
    /27182818/,
  ],
  'writes the whole input': [properties((input) => ({ input: safeJson(input) })), /account id|private/],
  'writes the whole URL': [
    { properties: (input) => ({ resource: text(record(input).QueueUrl) }) },
    /account id|QueueUrl/,
  ],
  'writes an error’s message': [
    { errorProperties: (error) => ({ why: text(record(error).message) }) },
    /secret-message/,
  ],
  'forgets the queue': [{ properties: () => undefined }, /"resource":"orders"/],
  'names the queue by its host': [
    { properties: (input) => ({ resource: text(record(input).QueueUrl)?.split('/')[2] }) },
    /amazonaws/,
  ],
  'answers properties that are no texts': [
    { properties: () => ({ resource: [] as never }) },
    /answers what it may not/,
  ],
  'answers a promise': [{ properties: (async () => ({})) as never }, /answers what it may not|promise/],
  'throws on null': [
    { properties: (input) => ({ resource: nameOf((input as { QueueUrl: unknown }).QueueUrl) }) },
    /throws/,
  ],
  'throws on an error that is none': [
    { classify: (error) => ((error as Error).name === 'X' ? 'quota' : undefined) },
    /throws/,
  ],
  'is named as another service': [{ service: 'sns' }, /"sqs", got "sns"/],
  'is named as the SDK writes it': [{ service: 'SQS' }, /"sqs", got "SQS"/],
  'calls everything throttling': [{ classify: () => 'throttling' }, /AccessDeniedException|InternalFailure/],
  'calls nothing throttling but what the SDK does': [{ classify: () => undefined }, /KmsThrottled/],
  'calls everything futile': [{ classify: () => 'quota' }, /"throttling"/],
  'calls a quota throttling': [
    {
      classify: (error) =>
        record(error).name === 'OverLimit' ? 'throttling' : sqs.adapter.classify?.(error, ''),
    },
    /OverLimit/,
  ],
  'answers a class that there is not': [{ classify: () => 'broken' as never }, /answers what it may not/],
  'tells no partial failures': [{ partialFailures: () => [] }, /partial failures/],
  'counts the entries that succeeded': [
    {
      partialFailures: (input, output) =>
        partialFailures(
          list(record(input).Entries).map(() => ({
            resource: queue(input),
            retryable: failed(output).length > 0,
          })),
        ),
    },
    /partial failures/,
  ],
  'counts final entries as worth sending again': [
    {
      partialFailures: (input, output) =>
        partialFailures(
          failed(output).map(({ Code }) => ({ resource: queue(input), code: Code, retryable: true })),
        ),
    },
    /partial failures/,
  ],
  'drops the final entries': [
    {
      partialFailures: (input, output) =>
        partialFailures(
          failed(output)
            .filter(isRetryable)
            .map(({ Code }) => ({ resource: queue(input), code: Code, retryable: true })),
        ),
    },
    /partial failures/,
  ],
  'counts below zero': [
    {
      partialFailures: (input, output) =>
        failed(output).map(() => ({
          resource: queue(input),
          retryableEntries: -1,
          finalEntries: 0,
          reasons: {},
        })),
    },
    /answers what it may not/,
  ],
  'counts halves': [
    {
      partialFailures: (_, output) =>
        failed(output).map(() => ({
          resource: undefined,
          retryableEntries: 0.5,
          finalEntries: 0,
          reasons: {},
        })),
    },
    /answers what it may not/,
  ],
  'tells each entry by itself': [
    {
      partialFailures: (input, output) =>
        failed(output).flatMap((entry) =>
          partialFailures([{ resource: queue(input), code: entry.Code, retryable: isRetryable(entry) }]),
        ),
    },
    /partial failures/,
  ],
  'forgets whose entries they are': [
    {
      properties: () => undefined,
      partialFailures: (_, output) =>
        partialFailures(failed(output).map((entry) => ({ code: entry.Code, retryable: isRetryable(entry) }))),
    },
    /orders/,
  ],
  'tells messages for codes': [
    {
      partialFailures: (input, output) =>
        partialFailures(
          failed(output).map((entry) => ({
            resource: queue(input),
            code: entry.Message,
            retryable: isRetryable(entry),
          })),
        ),
    },
    /secret-entry|private/,
  ],
  'tells ids for codes': [
    {
      partialFailures: (input, output) =>
        partialFailures(
          failed(output).map((entry) => ({
            resource: queue(input),
            code: entry.Id,
            retryable: isRetryable(entry),
          })),
        ),
    },
    /secret-entry|private/,
  ],
  'tells codes as they come': [
    {
      partialFailures: (input, output) =>
        failed(output).map((entry) => ({
          resource: queue(input),
          retryableEntries: isRetryable(entry) ? 1 : 0,
          finalEntries: isRetryable(entry) ? 0 : 1,
          reasons: { [String(entry.Code)]: 1 },
        })),
    },
    /answers what it may not/,
  ],
  'tells a partial failure where all succeeded': [
    { partialFailures: (input) => partialFailures([{ resource: queue(input), retryable: true }]) },
    /partial-failure/,
  ],
  'changes the input': [
    {
      properties(input) {
        if (typeof input === 'object' && input !== null)
          delete (input as { MessageBody?: unknown }).MessageBody;
        return { resource: queue(input) };
      },
    },
    /changes its input/,
  ],
};

const KINESIS: typeof SQS = {
  'tells the messages of failed records': [
    {
      partialFailures: (_, output) =>
        partialFailures(
          list(record(output).Records)
            .map(record)
            .filter(({ ErrorCode }) => ErrorCode)
            .map(({ ErrorMessage }) => ({ resource: 'orders', code: ErrorMessage, retryable: true })),
        ),
    },
    /account|partial failures/,
  ],
  'writes a whole ARN': [
    { properties: (input) => ({ resource: text(record(input).StreamName ?? record(input).StreamARN) }) },
    /account id|StreamARN|resource/,
  ],
  'writes a partition key': [
    {
      properties: (input) => ({
        resource: text(record(input).StreamName),
        key: text(record(input).PartitionKey),
      }),
    },
    /secret-|resource/,
  ],
  'classes a code without its operation': [
    {
      classify: (error) =>
        record(error).name === 'LimitExceededException'
          ? 'throttling'
          : kinesis.adapter.classify?.(error, ''),
    },
    /LimitExceededException/,
  ],
};

const BEDROCK: typeof SQS = {
  'never tells of a stream': [{ watchStream: () => {} }, /stream-error/],
  'tells of a stream twice': [
    {
      watchStream: (output, onError) =>
        bedrock.adapter.watchStream?.(output, (error) => {
          onError(error);
          onError(error);
        }),
    },
    /stream-error/,
  ],
  'tells of a stream at once': [
    {
      watchStream: (output, onError) => {
        if (record(output).stream ?? record(output).body) onError(new Error('early'));
      },
    },
    /stream|throws|events/,
  ],
  'gives another stream': [
    {
      watchStream(output, onError) {
        const { stream, body } = record(output);
        const member = stream === undefined ? 'body' : 'stream';
        const inner = (stream ?? body) as AsyncIterable<unknown>;
        if (typeof inner?.[Symbol.asyncIterator] !== 'function') return;
        const copy = { [Symbol.asyncIterator]: () => inner[Symbol.asyncIterator]() };
        watchStream(copy, onError);
        (output as Record<string, unknown>)[member] = copy;
      },
    },
    /gives another stream/,
  ],
  'reads a stream that nobody reads': [
    {
      watchStream(output, onError) {
        const { stream = record(output).body } = record(output) as { stream?: AsyncIterable<unknown> };
        if (typeof record(stream)[Symbol.asyncIterator as never] !== 'function') return;
        void readAll(stream as AsyncIterable<unknown>).catch(onError);
      },
    },
    /stream|chunks|events/,
  ],
  'drops chunks': [
    changedStream((next) => async () => {
      await next();
      return next();
    }),
    /chunks|stream-error/,
  ],
  'throws another error': [
    changedStream(
      (next) => () =>
        next().catch(() => {
          throw new Error('another');
        }),
    ),
    /another error|error: expected/,
  ],
  'swallows the error': [
    changedStream((next) => () => next().catch(() => ({ done: true as const, value: undefined }))),
    /error: expected/,
  ],
  'takes a limit per day for a rate': [{ classify: () => undefined }, /"quota"/],
  'writes why a limit was exceeded': [
    { errorProperties: (error) => ({ reason: text(record(error).message) }) },
    /secret-message/,
  ],
  'writes a prompt': [
    { properties: (input) => ({ prompt: text(record(record(list(record(input).messages)[0])).role) }) },
    /secret-messages|resource/,
  ],
};

type Next = () => Promise<IteratorResult<unknown>>;

/** Tells as it should, and gives the reader something else. */
function changedStream(change: (next: Next) => Next): Functions {
  return {
    watchStream(output, onError) {
      bedrock.adapter.watchStream?.(output, onError);
      const stream = (record(output).stream ?? record(output).body) as AsyncIterable<unknown> | undefined;
      const iterate = record(stream)[Symbol.asyncIterator as never] as unknown;
      if (stream === undefined || typeof iterate !== 'function') return;
      Object.defineProperty(stream, Symbol.asyncIterator, {
        value: () => {
          const iterator: AsyncIterator<unknown> = iterate.call(stream);
          return {
            next: change(() => iterator.next()),
            return: async () => ({ done: true, value: undefined }),
          };
        },
      });
    },
  };
}

const DYNAMODB: typeof SQS = {
  'counts a batch as one, not by table': [
    {
      partialFailures: (input, output) => dynamodb.adapter.partialFailures!(input, output).slice(0, 1),
    },
    /partial failures/,
  ],
  'tells items for tables': [
    {
      partialFailures: (_, output) =>
        partialFailures(
          Object.values(record(record(output).UnprocessedItems))
            .flatMap(list)
            .map((item) => ({ resource: safeJson(item), retryable: true })),
        ),
    },
    /secret-entry|private/,
  ],
  'calls every cancelled transaction throttled': [
    {
      classify: (error, operation) =>
        record(error).CancellationReasons ? 'throttling' : dynamodb.adapter.classify?.(error, operation),
    },
    /TransactionCanceledException/,
  ],
  'writes what a transaction was cancelled for': [
    {
      errorProperties: (error) => ({
        ...dynamodb.adapter.errorProperties?.(error),
        why: text(record(list(record(error).CancellationReasons)[0]).Message),
      }),
    },
    /secret-reason/,
  ],
  'writes a statement': [
    {
      properties: (input) => ({
        ...dynamodb.adapter.properties?.(input),
        statement: text(record(input).Statement),
      }),
    },
    /secret-Statement/,
  ],
};

const S3: typeof SQS = {
  'writes a key': [
    { properties: (input) => ({ ...s3.adapter.properties?.(input), key: text(record(input).Key) }) },
    /secret-Key/,
  ],
  'takes a URL for a bucket': [
    { properties: (input) => ({ resource: text(record(input).Bucket) }) },
    /account id|secret-password|resource/,
  ],
  'does not know a throttled HEAD': [
    { classify: (error) => s3.adapter.classify?.({ name: record(error).name }, '') },
    /Slow Down without a body/,
  ],
};

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

describe.each([
  ['SQS', sqs, SQS],
  ['Kinesis', kinesis, KINESIS],
  ['Bedrock', bedrock, BEDROCK],
  ['DynamoDB', dynamodb, DYNAMODB],
  ['S3', s3, S3],
])('an adapter of %s is found out that', (_, service, mutants) => {
  test('breaks nothing', async () => {
    expect(await firstViolations(mutant(service, {}))).toEqual([]);
  });

  test.each(Object.entries(mutants))('%s', async (_name, [change, expected]) => {
    expect(await firstViolations(mutant(service, change))).toContainEqual(expect.stringMatching(expected));
  });
});

test('an adapter is found out whose `observe` gives another client back', async () => {
  const observe: Service['observe'] = (client, observer) =>
    Object.create(sqs.observe(client, observer) as object);

  expect(await firstViolations({ ...sqs, observe })).toEqual(['observe: expected the very client']);
});
