// A Lambda function with two copies of the SDK in one bundle, each told of by `observeAll`.
import { Readable } from 'node:stream';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver, observeAll } from '@needs-retry/core';
import { adapters } from '@needs-retry/services';
import * as old from 'client-s3-of-2024';

const observer = createRetryObserver();
const seen = [];
observer.on('needs-retry', ({ service, attempts, sdkVersion }) => {
  if (attempts > 1) seen.push(`${service} of ${sdkVersion?.startsWith('3.6') ? '2024' : 'today'}`);
});
observeAll(S3Client, { adapters, observer });
observeAll(old.S3Client, { adapters, observer });

/** Busy once, and answers then. */
function failingOnce(answer) {
  const replies = [
    { statusCode: 503, text: '' },
    { statusCode: 200, text: answer },
  ];
  return {
    async handle() {
      const { statusCode, text } = replies.shift();
      return { response: { statusCode, headers: {}, body: Readable.from([Buffer.from(text)]) } };
    },
  };
}

/** Both copies take it, and neither waits. */
const retryStrategy = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry({ getRetryCount }) {
    if (getRetryCount() > 0) throw new Error('One retry is enough.');
    return token(1);
  },
  recordSuccess() {},
};
const token = (count) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => undefined,
});

const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  retryStrategy,
};
const xml = () => failingOnce('<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>');

export async function handler() {
  await new S3Client({ ...config, requestHandler: xml() }).send(new ListBucketsCommand({}));
  await new old.S3Client({ ...config, requestHandler: xml() }).send(new old.ListBucketsCommand({}));
  const requestHandler = failingOnce('{}');
  await new DynamoDBClient({ ...config, requestHandler }).send(new ListTablesCommand({}));
  return seen;
}
