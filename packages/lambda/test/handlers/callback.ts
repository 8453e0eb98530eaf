import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '@needs-retry/client-s3';
import { credentials, noDelay, routedHandler, s3 } from '@needs-retry/fixtures';
import { withRetryReport } from '@needs-retry/lambda';
import type { Callback, Context } from 'aws-lambda';

const client = observeS3(
  new S3Client({
    region: 'eu-west-1',
    credentials,
    retryStrategy: noDelay(),
    requestHandler: routedHandler((_, attempt) => (attempt === 1 ? s3.slowDown() : s3.ok())),
  }),
);

export const handler = withRetryReport(
  (_event: unknown, _context: Context, callback: Callback<string>) => {
    client.send(new ListBucketsCommand({})).then(
      () => callback(null, 'called back'),
      (error) => callback(error),
    );
  },
  { summary: true },
);
