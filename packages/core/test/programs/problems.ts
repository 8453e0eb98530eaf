import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { credentials, s3, scriptedHandler } from '@needs-retry/fixtures';
import { skipDelays } from '@needs-retry/testing';
import { createRetryObserver, lineSink, withProperties } from '../../src/index.js';

// Everything of ours that can fail does so, twice, with the default `onError`.
const secret = 'a secret\nneeds-retry.s3.X|increment|count=1';
const observer = createRetryObserver({
  sinks: [
    {
      write() {
        throw secret;
      },
    },
    lineSink(),
  ],
});
observer.on('needs-retry', () => {
  throw new TypeError(secret);
});
const client = new S3Client({
  region: 'us-east-1',
  credentials,
  requestHandler: scriptedHandler(s3.slowDown(), s3.ok()),
});
skipDelays(client);
observer.observe(client, {
  service: 's3',
  properties() {
    throw new RangeError(secret);
  },
});
void withProperties({ 'b\nneeds-retry.s3.X': {} as never }, () => client.send(new ListBucketsCommand({})));
