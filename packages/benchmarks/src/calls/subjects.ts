import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';
import type { RetryObserver } from '@needs-retry/core';

/** What is called: signed, serialised and retried by the SDK, and answered by a stub. */
export interface CallSubject {
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  /** The table or the bucket. */
  readonly resource: string;
  /** @param handle answers its requests; without it, one after the other. */
  makeClient(handle?: Handle): CallClient;
  send(client: CallClient): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: commands of two services
  makeCommand(): any;
  /** As its users do: by the package for the service. */
  observe(client: CallClient, observer: RetryObserver): CallClient;
}

/** A stub in the place of the network. */
export type Handle = (request: Request) => Promise<ReturnType<typeof answer>>;

interface Request {
  readonly headers: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: clients of two services, which peers take apart in their own ways
export type CallClient = any;

/** Puts an observer on a client. */
export type Attach = (client: CallClient, subject: CallSubject) => void;

export const CALL_SUBJECTS: readonly CallSubject[] = [0, 2].flatMap((retries) => [
  {
    name: `GetItem${after(retries)}`,
    service: 'dynamodb',
    operation: 'GetItem',
    resource: 'orders',
    makeClient: (handle = inTurn(retries, '{"Item":{}}')) =>
      new DynamoDBClient({ ...settings(), requestHandler: handlerOf(handle) }),
    send: (client: CallClient) => client.send(getItem()),
    makeCommand: getItem,
    observe: observeDynamoDB,
  },
  {
    name: `HeadObject${after(retries)}`,
    service: 's3',
    operation: 'HeadObject',
    resource: 'photos',
    makeClient: (handle = inTurn(retries, '')) =>
      new S3Client({ ...settings(), requestHandler: handlerOf(handle) }),
    send: (client: CallClient) => client.send(headObject()),
    makeCommand: headObject,
    observe: observeS3,
  },
]);

function getItem() {
  return new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'a' } } });
}

function headObject() {
  return new HeadObjectCommand({ Bucket: 'photos', Key: 'k' });
}

function after(retries: number): string {
  return retries === 0 ? '' : `, ${retries} retries`;
}

export const MAX_ATTEMPTS = 3;

const credentials = { accessKeyId: 'A', secretAccessKey: 'S' };

/** Waits for nothing, and has no quota that a run of thousands of retries would use up. */
const retryStrategy = {
  acquireInitialRetryToken: async () => tokenOf(0),
  refreshRetryTokenForRetry: async ({ getRetryCount }: ReturnType<typeof tokenOf>) =>
    tokenOf(getRetryCount() + 1),
  recordSuccess() {},
};

function tokenOf(retries: number) {
  return { getRetryCount: () => retries, getRetryDelay: () => 0 };
}

function settings() {
  return { region: 'eu-west-1', credentials, retryStrategy, maxAttempts: MAX_ATTEMPTS };
}

/** Answers each call with 503 as often as it is to be retried, then with 200. Calls come one after the other. */
function inTurn(retries: number, body: string): Handle {
  let attempt = 0;
  return async () => answer(attempt++ % (retries + 1) < retries ? 503 : 200, body);
}

function handlerOf(handle: Handle) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle,
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** As a server would, with a stream for a body. */
export function answer(statusCode: number, body = '{}') {
  const headers = { 'x-amz-request-id': 'PPRHAFJBR4YYGOW9', 'x-amzn-requestid': 'PPRHAFJBR4YYGOW9' };
  return { response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) } };
}
