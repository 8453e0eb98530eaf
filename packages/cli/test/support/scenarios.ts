import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeKMS } from '@needs-retry/client-kms';
import { observeLambda } from '@needs-retry/client-lambda';
import { observeS3 } from '@needs-retry/client-s3';
import { credentials, dynamodb, s3, scriptedHandler } from '@needs-retry/fixtures';
import { type Reply, skipDelays } from '@needs-retry/testing';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { FunctionLog } from './log.js';

const settings = { region: 'eu-central-1', credentials, maxAttempts: 3 };

/** What goes wrong, by the rule that is to find it. Each makes the log of a function whose clients are real ones. */
export const SCENARIOS: Readonly<Record<string, () => Promise<string[]>>> = {
  'no-request-timeout': () => stuck({}),
  'no-time-for-retry': () => stuck({ requestTimeout: 3000, throwOnRequestTimeout: true }),
  'futile-retries': async () => {
    const log = new FunctionLog();
    const refused = scriptedHandler(json(400, 'LimitExceededException'));
    const keys = observeKMS(new KMSClient({ ...settings, requestHandler: refused }), log.observer);
    const forbidden = scriptedHandler(json(502, 'KMSAccessDeniedException'), json(200));
    const functions = observeLambda(
      new LambdaClient({ ...settings, requestHandler: forbidden }),
      log.observer,
    );
    skipDelays(keys);
    skipDelays(functions);
    await log.invocation(async () => {
      await keys.send(new ListAliasesCommand({})).catch(ignored);
      await functions.send(new InvokeCommand({ FunctionName: 'invoices' }));
    });
    return log.lines;
  },
  'hot-key': () => throttled('TableReadKeyRangeThroughputExceeded'),
  'table-capacity': () => throttled('IndexWriteProvisionedThroughputExceeded'),
  'partial-failures': async () => {
    const log = new FunctionLog();
    const put = { PutRequest: { Item: { id: { S: 'a' } } } };
    const left = dynamodb.ok({ UnprocessedItems: { orders: [put, put], carts: [put] } });
    const client = tables(log, [left]);
    await log.invocation(() =>
      client.send(new BatchWriteItemCommand({ RequestItems: { orders: [put, put], carts: [put] } })),
    );
    return log.lines;
  },
  'retry-quota': async () => {
    const log = new FunctionLog();
    const client = tables(log, [dynamodb.internalServerError()]);
    await log.invocation(async () => {
      for (let call = 0; call < 24; call++) await client.send(get('orders')).catch(ignored);
    });
    return log.lines;
  },
  'streaming-body': async () => {
    const log = new FunctionLog();
    const client = buckets(log, [s3.slowDown()]);
    const put = new PutObjectCommand({
      Bucket: 'photos',
      Key: 'k',
      Body: Readable.from(['x']),
      ContentLength: 1,
    });
    await log.invocation(() => client.send(put).catch(ignored));
    return log.lines;
  },
  'gave-up': async () => {
    const log = new FunctionLog();
    const client = buckets(log, [s3.internalError()]);
    await log.invocation(() => client.send(object).catch(ignored));
    return log.lines;
  },
  'cold-start-storm': async () => {
    const log = new FunctionLog();
    for (let environment = 0; environment < 3; environment++) {
      const client = tables(log, [dynamodb.throttling(), dynamodb.ok({})]);
      await log.invocation(() => client.send(get('settings')), { isCold: true });
      for (let later = 0; later < 3; later++) await log.invocation(() => client.send(get('settings')));
    }
    return log.lines;
  },
  'adaptive-mode': async () => {
    const log = new FunctionLog();
    const replies = [dynamodb.throttling(), dynamodb.ok({}), dynamodb.throttling(), dynamodb.ok({})];
    const client = tables(log, replies, 'adaptive');
    await log.invocation(async () => {
      await client.send(get('orders'));
      await client.send(get('carts'));
    });
    return log.lines;
  },
  'lost-lines': async () => {
    const log = new FunctionLog();
    const client = buckets(log, [s3.internalError(), s3.ok()]);
    // As the writer tells of lines that were lost before.
    log.observer.on('needs-retry', (event) => {
      if (event.attempts > 1) log.write({ ...event, attempts: event.attempts + 1 }, 12);
    });
    await log.invocation(() => client.send(object));
    return log.lines;
  },
};

/** Everything goes well: a retry that helped, and invocations without any. */
export async function healthy(): Promise<string[]> {
  const log = new FunctionLog();
  const client = buckets(log, [s3.internalError(), s3.ok()]);
  await log.invocation(() => client.send(object), { isCold: true, summary: true });
  for (let later = 0; later < 4; later++) {
    await log.invocation(() => client.send(object), { isCold: later < 3, summary: true });
  }
  return log.lines;
}

const object = new GetObjectCommand({ Bucket: 'photos', Key: 'k' });

function get(TableName: string): GetItemCommand {
  return new GetItemCommand({ TableName, Key: { id: { S: 'a' } } });
}

function tables(log: FunctionLog, replies: readonly Reply[], retryMode = 'standard'): DynamoDBClient {
  const requestHandler = scriptedHandler(...replies);
  const client = new DynamoDBClient({ ...settings, requestHandler, retryMode });
  skipDelays(client);
  return observeDynamoDB(client, log.observer);
}

function buckets(log: FunctionLog, replies: readonly Reply[]): S3Client {
  const requestHandler = scriptedHandler(...replies);
  const client = new S3Client({ ...settings, requestHandler });
  skipDelays(client);
  return observeS3(client, log.observer);
}

function json(status: number, type?: string): Reply {
  const headers = { 'content-type': 'application/json', ...(type && { 'x-amzn-errortype': type }) };
  return { kind: 'response', status, headers, body: JSON.stringify(type ? { __type: type } : {}) };
}

async function throttled(reason: string): Promise<string[]> {
  const log = new FunctionLog();
  const resource = 'arn:aws:dynamodb:eu-central-1:123456789012:table/orders';
  const client = tables(log, [dynamodb.throttling([{ reason, resource }]), dynamodb.ok({})]);
  await log.invocation(() => client.send(get('orders')));
  return log.lines;
}

/** A server that never answers, and a function of three seconds that waits for it. */
async function stuck(timeouts: object): Promise<string[]> {
  const server = createServer();
  const asked = once(server, 'request');
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const log = new FunctionLog();
  const { port } = server.address() as AddressInfo;
  const requestHandler = new NodeHttpHandler(timeouts);
  const endpoint = `http://127.0.0.1:${port}`;
  const client = observeS3(
    new S3Client({ ...settings, endpoint, forcePathStyle: true, requestHandler, maxAttempts: 2 }),
    log.observer,
  );
  const end = new AbortController();
  const act = async () => {
    const call = client.send(object, { abortSignal: end.signal }).catch(ignored);
    await asked;
    log.deadline();
    end.abort();
    await call;
  };
  await log.invocation(act, { durationMs: 3000, timedOut: true });
  await stopped(server);
  return log.lines;
}

function stopped(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
}

function ignored(): void {}
