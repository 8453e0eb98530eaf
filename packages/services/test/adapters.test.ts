import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createRetryObserver, observeAll, type RetryEvent } from '@needs-retry/core';
import { credentials, dynamodb, s3, scriptedHandler } from '@needs-retry/fixtures';
import { adapters } from '../src/index.js';
import { services } from './services.js';

test('they are the adapters of all packages of services', () => {
  const folders = readdirSync(join(__dirname, '..', '..')).filter((name) => name.startsWith('client-'));

  expect(adapters).toHaveLength(folders.length);
  expect(adapters).toEqual(services.map(({ adapter }) => adapter));
  expect(new Set(adapters.map(({ service }) => service)).size).toBe(folders.length);
});

test('with observeAll each client has the adapter of its service', async () => {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('after-call', (event) => events.push(event));
  const client = { region: 'us-east-1', credentials };
  const undo = observeAll(S3Client, { adapters, observer });
  const sqs = new SQSClient({
    ...client,
    md5: false,
    requestHandler: scriptedHandler(dynamodb.ok({ MessageId: 'm' })),
  });
  const orders = new DynamoDBClient({ ...client, requestHandler: scriptedHandler(dynamodb.ok()) });
  const buckets = new S3Client({ ...client, requestHandler: scriptedHandler(s3.ok()) });

  const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/orders';
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'private' }));
  await orders.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'private' } } }));
  await buckets.send(new ListBucketsCommand({}));
  undo();

  expect(events.map(({ eventName, properties }) => [eventName, properties])).toEqual([
    ['after-call.sqs.SendMessage', { resource: 'orders' }],
    ['after-call.dynamodb.GetItem', { resource: 'orders' }],
    ['after-call.s3.ListBuckets', {}],
  ]);
});
