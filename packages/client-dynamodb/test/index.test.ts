import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDB,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocument,
  DynamoDBDocumentClient,
  GetCommand,
  TransactGetCommand,
} from '@aws-sdk/lib-dynamodb';
import { createRetryObserver, type RetryEvent, type ServiceAdapter } from '@needs-retry/core';
import { credentials, dynamodb, noDelay, type Reply, scriptedHandler } from '@needs-retry/fixtures';
import { describeServiceAdapter } from '@needs-retry/fixtures/service-contract';
import { observeDynamoDB } from '../src/index.js';

const config = (...replies: Reply[]) => ({
  region: 'us-east-1',
  credentials,
  retryStrategy: noDelay(4),
  requestHandler: scriptedHandler(...replies),
});

function observed(...replies: Reply[]) {
  const { observer, events } = recording();
  return { client: observeDynamoDB(new DynamoDBClient(config(...replies)), observer), events };
}

function recording() {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('*', (event) => events.push(event));
  return { observer, events };
}

const id = { S: 'private' };
const Key = { id };
const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders';

test.each<[string, object, object]>([
  ['a table', new GetItemCommand({ TableName: 'orders', Key }), { resource: 'orders' }],
  ['the ARN of a table', new GetItemCommand({ TableName: arn, Key }), { resource: 'orders' }],
  [
    'an index',
    new QueryCommand({ TableName: 'orders', IndexName: 'by-date', KeyConditionExpression: 'a = :a' }),
    { resource: 'orders', index: 'by-date' },
  ],
  [
    'the tables of a batch',
    new BatchGetItemCommand({ RequestItems: { users: { Keys: [Key] }, [arn]: { Keys: [Key] } } }),
    { resource: 'orders,users' },
  ],
  [
    'the tables of a transaction',
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: 'users', Item: Key } },
        { Delete: { TableName: 'orders', Key } },
        { ConditionCheck: { TableName: 'users', Key, ConditionExpression: 'private' } },
      ],
    }),
    { resource: 'orders,users' },
  ],
  ['no table', new ListTablesCommand({}), {}],
  ['nothing of a statement', new ExecuteStatementCommand({ Statement: 'SELECT * FROM private' }), {}],
])('properties: %s', async (_, command, properties) => {
  const { client, events } = observed(dynamodb.ok());
  await client.send(command as ListTablesCommand);

  expect(events.map((event) => event.properties)).toEqual([properties, properties]);
});

test.each([
  ['ThrottlingException', dynamodb.throttling],
  ['ProvisionedThroughputExceededException', dynamodb.provisionedThroughputExceeded],
])('%s tells why and where', async (_, throttled) => {
  const reasons = [
    { reason: 'IndexWriteKeyRangeThroughputExceeded', resource: `${arn}/index/by-date` },
    { reason: 'TableWriteKeyRangeThroughputExceeded', resource: arn },
  ];
  const { client, events } = observed(throttled(reasons), dynamodb.ok());
  await client.send(new GetItemCommand({ TableName: 'orders', Key }));

  expect(events.map(({ properties }) => properties)).toEqual([
    {
      resource: 'orders',
      throttlingReason: 'IndexWriteKeyRangeThroughputExceeded,TableWriteKeyRangeThroughputExceeded',
      throttlingResource: 'orders,orders/index/by-date',
    },
    { resource: 'orders' },
    { resource: 'orders' },
  ]);
});

test('a throttling error of an endpoint that tells no reasons has none', async () => {
  const { client, events } = observed(dynamodb.throttling(), dynamodb.ok());
  await client.send(new GetItemCommand({ TableName: 'orders', Key }));

  expect(events[0]?.properties).toEqual({ resource: 'orders' });
});

test('a transaction cancelled for throttling is throttling, though the SDK does not retry it', async () => {
  const { client, events } = observed(
    dynamodb.transactionCanceled([{ Code: 'None' }, { Code: 'ThrottlingError', Item: Key }]),
  );
  const put = { Put: { TableName: 'orders', Item: Key } };
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [put] }))).rejects.toThrow();

  expect(events).toMatchObject([
    { attempts: 1, throttled: true, errorType: 'CLIENT_ERROR', properties: { resource: 'orders' } },
    { outcome: 'failed' },
  ]);
});

test('a transaction cancelled for another reason is not', async () => {
  const { client, events } = observed(dynamodb.transactionCanceled([{ Code: 'ConditionalCheckFailed' }]));
  const put = { Put: { TableName: 'orders', Item: Key } };
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [put] }))).rejects.toThrow();

  expect(events[0]).toMatchObject({ throttled: false });
});

test.each<[string, object, object, number]>([
  [
    'items of a batch',
    new BatchWriteItemCommand({ RequestItems: { orders: [{ PutRequest: { Item: Key } }] } }),
    {
      UnprocessedItems: {
        orders: [{ PutRequest: { Item: Key } }, { PutRequest: { Item: Key } }],
        users: [{}],
      },
    },
    3,
  ],
  [
    'keys of a batch',
    new BatchGetItemCommand({ RequestItems: { orders: { Keys: [Key] } } }),
    { UnprocessedKeys: { orders: { Keys: [Key, Key] } }, Responses: { orders: [Key] } },
    2,
  ],
])('%s that were left undone are a partial failure', async (_, command, output, retryableEntries) => {
  const { client, events } = observed(dynamodb.ok(output));
  await client.send(command as ListTablesCommand);

  const failures = events.filter((event) => event.kind === 'partial-failure');
  expect(failures.reduce((sum, event) => sum + event.retryableEntries, 0)).toBe(retryableEntries);
});

test('every kind of client is observed, and returned as what it is', async () => {
  const { observer, events } = recording();
  const replies = [dynamodb.throttling(), dynamodb.ok({})];
  const clients: [DynamoDB, DynamoDBDocumentClient, DynamoDBDocument] = [
    observeDynamoDB(new DynamoDB(config(...replies)), observer),
    observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient(config(...replies))), observer),
    observeDynamoDB(DynamoDBDocument.from(new DynamoDBClient(config(...replies))), observer),
  ];

  await clients[0].getItem({ TableName: 'orders', Key });
  await clients[1].send(new GetCommand({ TableName: 'orders', Key: { id: 'private' } }));
  await clients[2].send(
    new TransactGetCommand({ TransactItems: [{ Get: { TableName: 'orders', Key: { id: '1' } } }] }),
  );

  const retried = events.filter((event) => event.kind === 'needs-retry' && event.attempts === 2);
  expect(retried.map(({ eventName, properties }) => [eventName, properties])).toEqual([
    ['needs-retry.dynamodb.GetItem', { resource: 'orders' }],
    ['needs-retry.dynamodb.GetItem', { resource: 'orders' }],
    ['needs-retry.dynamodb.TransactGetItems', { resource: 'orders' }],
  ]);
});

describe('the adapter', () => {
  let adapter!: ServiceAdapter;
  observeDynamoDB({} as DynamoDBClient, {
    ...createRetryObserver({ sinks: [] }),
    observe: (client, given) => {
      adapter = given as ServiceAdapter;
      return client;
    },
  });

  describeServiceAdapter(adapter, [
    'TableName',
    'IndexName',
    'RequestItems',
    'TransactItems',
    'ThrottlingReasons',
  ]);
});
