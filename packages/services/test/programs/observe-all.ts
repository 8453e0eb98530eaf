import { Readable } from 'node:stream';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver, lineSink, observeAll } from '@needs-retry/core';
import * as old from 'client-s3-of-2024';
import { adapters } from '../../src/index.js';

// Two copies of the SDK in one bundle: a class of each is given. Nothing of the fixtures, which would all be bundled.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const observer = createRetryObserver({ sinks: [lineSink()] });
observer.on('needs-retry', ({ service, attempts, sdkVersion }) => {
  if (attempts > 1) console.error(`${service} of ${sdkVersion?.startsWith('3.6') ? '2024' : 'today'}`);
});
observeAll(S3Client, { adapters, observer });
observeAll(old.S3Client, { adapters, observer });

/** Busy once, and answers then. */
function failingOnce(answer: string) {
  const replies = [
    { statusCode: 503, text: '' },
    { statusCode: 200, text: answer },
  ];
  return {
    async handle() {
      const { statusCode, text } = replies.shift()!;
      return { response: { statusCode, headers: {}, body: Readable.from([Buffer.from(text)]) } };
    },
  };
}

/** Both copies take it, and neither waits. */
const retryStrategy = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry({ getRetryCount }: ReturnType<typeof token>) {
    if (getRetryCount() > 0) throw new Error('One retry is enough.');
    return token(1);
  },
  recordSuccess() {},
};
const token = (count: number) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => undefined,
});

const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  retryStrategy: retryStrategy as never,
};
const xml = () =>
  failingOnce('<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>') as never;
await new S3Client({ ...config, requestHandler: xml() }).send(new ListBucketsCommand({}));
await new old.S3Client({ ...config, requestHandler: xml() }).send(new old.ListBucketsCommand({}));
const json = failingOnce('{}') as never;
await new DynamoDBClient({ ...config, requestHandler: json }).send(new ListTablesCommand({}));
