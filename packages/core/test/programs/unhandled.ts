import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { credentials, s3, scriptedHandler } from '@needs-retry/fixtures';
import { createRetryObserver } from '../../src/index.js';

// A strategy of the first generation that makes an attempt and never looks at it: what it rejects with is unhandled.
// biome-ignore lint/suspicious/noExplicitAny: as users wrote them
const retryStrategy: any = {
  async retry(next: (args: object) => Promise<object>, args: object) {
    void next(args);
    await new Promise(setImmediate);
    return next(args);
  },
};
const makeClient = () =>
  new S3Client({
    region: 'us-east-1',
    credentials,
    retryStrategy,
    requestHandler: scriptedHandler(s3.slowDown(), s3.ok()),
  });
let who = 'bare';
process.on('unhandledRejection', (error) => console.log(`${who}: unhandled ${(error as Error).name}`));

async function main(): Promise<void> {
  await makeClient().send(new ListBucketsCommand({}));
  who = 'observed';
  await createRetryObserver({ sinks: [] }).observe(makeClient()).send(new ListBucketsCommand({}));
}

void main();
