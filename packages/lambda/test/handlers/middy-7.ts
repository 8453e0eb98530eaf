import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '@needs-retry/client-s3';
import { credentials, noDelay, routedHandler, s3 } from '@needs-retry/fixtures';
import { retryReport } from '@needs-retry/lambda';
import middy from 'middy-7';

const client = observeS3(
  new S3Client({
    region: 'eu-west-1',
    credentials,
    retryStrategy: noDelay(),
    requestHandler: routedHandler((_, attempt) => (attempt === 1 ? s3.slowDown() : s3.ok())),
  }),
);

async function middies({ fails }: { fails?: boolean }): Promise<string> {
  await client.send(new ListBucketsCommand({}));
  if (fails) throw new Error('mine');
  return 'middied';
}

export const handler = middy(middies).use(retryReport({ summary: true }));
