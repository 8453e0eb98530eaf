import * as sdk from '@aws-sdk/client-dynamodb';
import type { Batch, Service } from '@needs-retry/service-contract';
import { dynamoDBAdapter, observeDynamoDB } from '../src/index.js';

const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders';
const reasons = (member: string) => ({
  [member]: [
    { reason: 'TableWriteKeyRangeThroughputExceeded', resource: arn },
    { reason: 'IndexWriteKeyRangeThroughputExceeded', resource: `${arn}/index/by-date` },
  ],
});
const said = {
  throttlingReason: 'IndexWriteKeyRangeThroughputExceeded,TableWriteKeyRangeThroughputExceeded',
  throttlingResource: 'orders,orders/index/by-date',
};
const cancelled = (...codes: string[]) => ({
  CancellationReasons: codes.map((Code) => ({
    Code,
    Message: 'secret-reason',
    Item: { id: { S: 'secret-item' } },
  })),
});

const tables = ['orders', 'users', 'arn:aws:dynamodb:us-east-1:123456789012:table/orders'];
const tableAt = (index: number) => tables[index % 3]!;

/** Entries of a batch by their table. */
function byTable(
  count: number,
  isThere: (index: number) => boolean,
  entry: object,
): Record<string, object[]> {
  const indexes = Array.from({ length: count }, (_, i) => i).filter(isThere);
  return Object.fromEntries(
    tables.map((table) => [table, indexes.filter((i) => tableAt(i) === table).map(() => entry)]),
  );
}

const unprocessed = {
  codes: { '': 'retryable' },
  classes: {},
  resource: (i: number) => ['orders', 'users', 'orders'][i % 3],
} as const;
const item = (text: string) => ({ id: { S: text } });
const withKeys = (entries: Record<string, object[]>) =>
  Object.fromEntries(Object.entries(entries).map(([table, Keys]) => [table, { Keys }]));

const batchWriteItem: Batch = {
  ...unprocessed,
  operation: 'BatchWriteItem',
  input: (count, text) => ({
    RequestItems: byTable(count, () => true, { PutRequest: { Item: item(text) } }),
  }),
  output: (codes, text) => ({
    UnprocessedItems: byTable(codes.length, (i) => codes[i] !== undefined, {
      PutRequest: { Item: item(text) },
    }),
  }),
};

const batchGetItem: Batch = {
  ...unprocessed,
  operation: 'BatchGetItem',
  input: (count, text) => ({ RequestItems: withKeys(byTable(count, () => true, item(text))) }),
  output: (codes, text) => ({
    Responses: byTable(codes.length, (i) => codes[i] === undefined, item(text)),
    UnprocessedKeys: withKeys(byTable(codes.length, (i) => codes[i] !== undefined, item(text))),
  }),
};

const batchExecuteStatement: Batch = {
  operation: 'BatchExecuteStatement',
  codes: {
    RequestLimitExceeded: 'retryable',
    ProvisionedThroughputExceeded: 'retryable',
    ThrottlingError: 'retryable',
    InternalServerError: 'retryable',
    TransactionConflict: 'retryable',
    ConditionalCheckFailed: 'final',
    ValidationError: 'final',
  },
  classes: {
    RequestLimitExceeded: 'throttling',
    ProvisionedThroughputExceeded: 'throttling',
    ThrottlingError: 'throttling',
    InternalServerError: 'transient',
    TransactionConflict: 'contention',
  },
  resource: () => 'orders',
  input: (count, text) => ({ Statements: Array.from({ length: count }, () => ({ Statement: text })) }),
  output: (codes, text) => ({
    Responses: codes.map((Code) =>
      Code === undefined
        ? { TableName: 'orders', Item: item(text) }
        : { TableName: 'orders', Error: { Code, Message: text, Item: item(text) } },
    ),
  }),
};

export const service: Service = {
  title: 'DynamoDB',
  note: 'A `DynamoDBDocumentClient` and the client it was made from are one: observe either.',
  sdk,
  client: sdk.DynamoDBClient,
  adapter: dynamoDBAdapter,
  observe: observeDynamoDB,
  written: [
    {
      path: 'TableName',
      property: 'resource',
      values: [
        ['orders', 'orders'],
        [arn, 'orders'],
      ],
    },
    { path: 'IndexName', property: 'index', values: [['by-date', 'by-date']] },
    {
      path: 'RequestItems.{key}',
      property: 'resource',
      values: [
        ['orders', 'orders'],
        [arn, 'orders'],
      ],
    },
    ...['Get', 'Put', 'Update', 'Delete', 'ConditionCheck'].map((action) => ({
      path: `TransactItems.*.${action}.TableName`,
      property: 'resource',
      values: [
        ['orders', 'orders'],
        [arn, 'orders'],
      ] as const,
    })),
  ],
  never: ['Key', 'Item', 'Statement', 'Parameters', 'ExpressionAttributeValues'],
  errors: [
    {
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      errorClass: 'throttling',
      retried: true,
      fields: reasons('ThrottlingReasons'),
      properties: said,
    },
    {
      code: 'ThrottlingException',
      status: 400,
      errorClass: 'throttling',
      retried: true,
      fields: reasons('throttlingReasons'),
      properties: said,
    },
    {
      code: 'RequestLimitExceeded',
      status: 400,
      errorClass: 'throttling',
      retried: true,
      fields: reasons('ThrottlingReasons'),
      properties: said,
    },
    {
      code: 'LimitExceededException',
      operation: 'CreateTable',
      status: 400,
      errorClass: 'throttling',
      retried: true,
    },
    { code: 'TransactionConflictException', status: 400, errorClass: 'contention', retried: false },
    ...(
      [
        ['throttling', 'None', 'ThrottlingError'],
        ['throttling', 'ProvisionedThroughputExceeded', 'TransactionConflict'],
        ['contention', 'TransactionConflict', 'None'],
        [undefined, 'ConditionalCheckFailed', 'None'],
      ] as const
    ).map(([errorClass, ...codes]) => ({
      code: 'TransactionCanceledException',
      operation: 'TransactWriteItems',
      status: 400,
      errorClass,
      retried: false,
      fields: cancelled(...codes),
    })),
  ],
  batches: [batchWriteItem, batchGetItem, batchExecuteStatement],
};
