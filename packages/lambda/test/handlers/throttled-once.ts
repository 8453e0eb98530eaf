import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '@needs-retry/client-s3';
import { credentials, s3 } from '@needs-retry/fixtures';
import { routedHandler, skipDelays } from '@needs-retry/testing';

const client = observeS3(
  new S3Client({
    region: 'eu-west-1',
    credentials,
    requestHandler: routedHandler(({ attempt }) => (attempt === 1 ? s3.slowDown() : s3.ok())),
  }),
);

skipDelays(client);

/** A call that is throttled once, and then succeeds. */
export function throttledOnce(): Promise<unknown> {
  return client.send(new ListBucketsCommand({}));
}
