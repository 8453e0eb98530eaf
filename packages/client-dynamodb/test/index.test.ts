import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDB,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocument,
  DynamoDBDocumentClient,
  GetCommand,
  TransactGetCommand,
} from '@aws-sdk/lib-dynamodb';
import { createRetryObserver, emfDocuments, type RetryEvent } from '@needs-retry/core';
import { credentials, dynamodb, scriptedHandler, startUnreliableServices } from '@needs-retry/fixtures';
import { type Reply, skipDelays } from '@needs-retry/testing';
import { dynamoDBAdapter, observeDynamoDB } from '../src/index.js';

/** An aggregated client, which is a `DynamoDBClient` too. */
function clientOf(...replies: Reply[]): DynamoDB {
  const requestHandler = scriptedHandler(...replies);
  const client = new DynamoDB({ region: 'us-east-1', credentials, requestHandler });
  skipDelays(client);
  return client;
}

function recording() {
  const events: RetryEvent[] = [];
  const documents: string[] = [];
  const documentOf = emfDocuments();
  const write = (event: Parameters<typeof documentOf>[0]) => {
    const document = documentOf(event, 0);
    if (document !== undefined) documents.push(document);
  };
  const observer = createRetryObserver({ sinks: [{ write }] });
  observer.on('*', (event) => events.push(event));
  return { observer, events, documents };
}

test('every kind of client is observed, and returned as what it is', async () => {
  const { observer, events } = recording();
  const replies = [dynamodb.throttling(), dynamodb.ok({})];
  const clients: [DynamoDB, DynamoDBDocumentClient, DynamoDBDocument] = [
    observeDynamoDB(clientOf(...replies), observer),
    observeDynamoDB(DynamoDBDocumentClient.from(clientOf(...replies)), observer),
    observeDynamoDB(DynamoDBDocument.from(clientOf(...replies)), observer),
  ];

  await clients[0].getItem({ TableName: 'orders', Key: { id: { S: 'private' } } });
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

test('of an ARN the table alone is the resource, and with its index where that throttled', async () => {
  const { observer, events } = recording();
  const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders';
  const reason = { reason: 'IndexWriteProvisionedThroughputExceeded', resource: `${arn}/index/by-date` };
  const client = observeDynamoDB(clientOf(dynamodb.throttling([reason])), observer);
  for (const TableName of [arn, `${arn}/index/by-date`]) {
    await client.send(new ScanCommand({ TableName })).catch(() => {});
  }

  const first = events.filter((event) => event.kind === 'needs-retry' && event.attempts === 1);
  expect(first.map(({ properties }) => properties)).toEqual(
    Array(2).fill({
      resource: 'orders',
      throttlingReason: 'IndexWriteProvisionedThroughputExceeded',
      throttlingResource: 'orders/index/by-date',
    }),
  );
});

test('items that a busy table leaves unprocessed are counted by table, and appear nowhere', async () => {
  const proxy = await startUnreliableServices({
    script: ({ operation }) => (operation === 'BatchWriteItem' ? { kind: 'unprocessed' } : undefined),
  });
  const { observer, events, documents } = recording();
  const client = observeDynamoDB(
    new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: proxy.endpoint }),
    observer,
  );
  for (const TableName of ['orders', 'users']) await client.send(createTable(TableName));
  const put = (id: string) => ({ PutRequest: { Item: { id: { S: id } } } });

  const { UnprocessedItems } = await client.send(
    new BatchWriteItemCommand({
      RequestItems: { orders: [put('secret-1'), put('secret-2'), put('secret-3')], users: [put('secret-4')] },
    }),
  );
  const { Count } = await client.send(new ScanCommand({ TableName: 'orders' }));
  client.destroy();
  await proxy.stop();

  expect({ Count, UnprocessedItems }).toEqual({
    Count: 2,
    UnprocessedItems: { orders: [put('secret-3')], users: [put('secret-4')] },
  });
  expect(proxy.seen.filter(({ operation }) => operation === 'BatchWriteItem')).toHaveLength(1);
  const said = documents.map((text) => JSON.parse(text));
  expect(
    said.map(({ kind, resource, RetryableEntries, finalEntries }) => [
      kind,
      resource,
      RetryableEntries,
      finalEntries,
    ]),
  ).toEqual([
    ['partial-failure', 'orders', 1, 0],
    ['partial-failure', 'users', 1, 0],
  ]);
  const properties = events.map((event) => event.properties);
  expect(JSON.stringify([documents, properties])).not.toContain('secret');
});

function createTable(TableName: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
}

test('a name of no known kind is no name, and harms nothing', () => {
  const unprintable = { toString: undefined };

  expect(dynamoDBAdapter.properties?.({ TableName: unprintable })).toEqual({
    resource: undefined,
    index: undefined,
  });
});
