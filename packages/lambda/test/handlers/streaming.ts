import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '@needs-retry/client-s3';
import { credentials, noDelay, routedHandler, s3 } from '@needs-retry/fixtures';
import { withRetryReport } from '@needs-retry/lambda';

declare const awslambda: {
  streamifyResponse(handler: (event: unknown, stream: NodeJS.WritableStream) => Promise<void>): () => unknown;
};

const client = observeS3(
  new S3Client({
    region: 'eu-west-1',
    credentials,
    retryStrategy: noDelay(),
    requestHandler: routedHandler((_, attempt) => (attempt === 1 ? s3.slowDown() : s3.ok())),
  }),
);

export const handler = withRetryReport(
  awslambda.streamifyResponse(async (_event, stream) => {
    await client.send(new ListBucketsCommand({}));
    stream.end('streamed');
    await new Promise((resolve) => stream.once('finish', resolve));
  }),
);
