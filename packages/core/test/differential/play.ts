import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { credentials } from '@needs-retry/fixtures';
import { skipDelays } from '@needs-retry/testing';
import { record, watchStream } from '../../src/adapter.js';
import type { ObservableClient, RetryObserver, ServiceAdapter } from '../../src/index.js';
import { comparable } from './comparable.js';
import type { Plan, PlannedCall } from './plan.js';
import type { CallLog, PlanServer } from './server.js';
import { strategyOf } from './strategies.js';

/** What a caller and the server saw of a call: to be the same with and without an observer. */
export interface PlayedCall extends CallLog {
  readonly results: readonly unknown[];
  /** What the command had as its input before and after it was sent. */
  readonly inputs: readonly [unknown, unknown];
  readonly membersOfCommand: readonly string[];
}

// One for all clients, so that their connections are used again.
const { requestHandler } = new S3Client({ region: 'us-east-1' }).config;

/** Plays a plan, observed or not. */
export async function play(plan: Plan, server: PlanServer, observer?: RetryObserver): Promise<PlayedCall[]> {
  const aborts = plan.calls.map(() => new AbortController());
  server.begin(plan, (call) => aborts[call]!.abort());
  const client = clientOf(plan, server.endpoint);
  observer?.observe(client, adapterOf(plan));
  const played: PlayedCall[] = [];
  const waiting = [...plan.calls.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [number, call] = next;
      played[number] = {
        ...(await playCall(client, number, call, aborts[number]!)),
        ...server.logOf(number),
      };
    }
  };
  await Promise.all(Array.from({ length: plan.concurrency }, worker));
  return played;
}

/** Tells which call an event belongs to: `call-7`. */
function adapterOf({ service, watched }: Plan): ServiceAdapter {
  return {
    service,
    properties: (input) => ({
      resource: /call-\d+/.exec(JSON.stringify({ ...record(input), Body: '' }))?.[0],
    }),
    ...(watched && { watchStream: (output, onError) => watchStream(record(output).Body, onError) }),
  };
}

type Sender = ObservableClient & { send(command: object, options: object): Promise<unknown> };

/** Where the SDK says that it does not send a stream again. */
const logger = { debug() {}, info() {}, warn() {}, error() {} };

function clientOf(plan: Plan, endpoint: string): Sender {
  const { service, cacheMiddleware, followRegionRedirects } = plan;
  const common = { region: 'us-east-1', credentials, endpoint, cacheMiddleware, requestHandler, logger };
  const retryStrategy = strategyOf(plan);
  const own = { retryMode: plan.strategy, maxAttempts: plan.maxAttempts };
  const config = { ...common, ...(retryStrategy === undefined ? own : { retryStrategy }) };
  const client = (service === 's3'
    ? new S3Client({ ...config, forcePathStyle: true, followRegionRedirects })
    : new DynamoDBClient(config)) as unknown as Sender;
  if (retryStrategy === undefined) skipDelays(client);
  return client;
}

async function playCall(
  client: Sender,
  number: number,
  call: PlannedCall,
  abort: AbortController,
): Promise<Omit<PlayedCall, keyof CallLog>> {
  const command = commandOf(`call-${number}`, call);
  const before = comparable({ ...command.input, Body: undefined });
  if (call.abort === 'before') abort.abort();
  const send = async () => {
    if (call.operation === 'presigned')
      return unsigned(await getSignedUrl(client as never, command as never));
    return read(await client.send(command, { abortSignal: abort.signal }), call);
  };
  const sent = Array.from({ length: call.twice ? 2 : 1 }, () => send().catch((error: unknown) => error));
  const results = await Promise.all(sent);
  return {
    results: results.map(comparable),
    inputs: [before, comparable({ ...command.input, Body: undefined })],
    membersOfCommand: Reflect.ownKeys(command).map(String),
  };
}

function commandOf(key: string, { operation, body }: PlannedCall): { readonly input: object } {
  const object = { Bucket: 'b', Key: key };
  const item = { TableName: 'orders', Key: { id: { S: key } } };
  switch (operation) {
    case 'GetObject':
    case 'presigned':
      return new GetObjectCommand(object);
    case 'PutObject':
      return new PutObjectCommand({ ...object, ...bodyOf(body), Metadata: { of: key } });
    case 'HeadObject':
      return new HeadObjectCommand(object);
    case 'DeleteObject':
      return new DeleteObjectCommand(object);
    case 'ListObjectsV2':
      return new ListObjectsV2Command({ Bucket: 'b', Prefix: key });
    case 'GetItem':
      return new GetItemCommand(item);
    case 'PutItem':
      return new PutItemCommand({ TableName: 'orders', Item: { id: { S: key }, l: { L: [{ N: '1' }] } } });
    case 'Query':
      return new QueryCommand({
        TableName: 'orders',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: key } },
      });
  }
}

function bodyOf(kind: PlannedCall['body']) {
  if (kind === 'stream')
    return { Body: Readable.from([Buffer.from('in two'), Buffer.from(' parts')]), ContentLength: 12 };
  return { Body: kind === 'text' ? 'a text' : Buffer.from('some bytes') };
}

/** The answer as its reader gets it. A stream becomes its text, and how reading it ended. */
async function read(output: unknown, { reader }: PlannedCall): Promise<unknown> {
  const { Body, ...rest } = output as { Body?: Readable & { transformToString(): Promise<string> } };
  if (Body === undefined) return rest;
  const ended = (error: unknown) => comparable(error);
  if (reader === 'as text') return { ...rest, body: await Body.transformToString().catch(ended) };
  let text = '';
  if (reader === 'not at all') Body.destroy();
  else {
    try {
      for await (const chunk of Body) {
        text += chunk;
        if (reader === 'first chunk') break;
      }
    } catch (error) {
      return { ...rest, text: text.length > 0, error: ended(error) };
    }
  }
  return { ...rest, text: reader === 'first chunk' ? text.slice(0, 5) : text };
}

/** A presigned URL without its date and signature. */
function unsigned(url: string): object {
  return { url: url.replaceAll(/(X-Amz-(Date|Signature)=)[^&]*/g, '$1…') };
}
