import { createRequire } from 'node:module';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver } from '@needs-retry/core';
import { credentials, s3, scriptedHandler } from '@needs-retry/fixtures';
import { type Reply, skipDelays } from '@needs-retry/testing';
import { embeddedMetricsSink } from '../../src/index.js';

// A service of a container: its calls retry, and it ends as it is told: at once after a flush, or by itself.
const { calls, exits, pauseMs, flushTimeoutMs } = JSON.parse(process.argv[2] ?? '{}') as {
  calls: number;
  exits: boolean;
  /** Between calls. */
  pauseMs?: number;
  flushTimeoutMs?: number;
};

const problems: unknown[] = [];
const observer = createRetryObserver({
  sinks: [embeddedMetricsSink(undefined, flushTimeoutMs === undefined ? {} : { flushTimeoutMs })],
  onError: (error) => problems.push((error as NodeJS.ErrnoException).code),
});
const atImport = loaded();
await callWith(s3.ok());
const afterFirstCall = loaded();
for (let i = 0; i < calls; i++) {
  await callWith(s3.slowDown(), s3.ok());
  if (pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
await observer.flush();
console.error(JSON.stringify({ atImport, afterFirstCall, atEnd: loaded(), problems }));
if (exits) process.exit();

async function callWith(...replies: Reply[]): Promise<void> {
  const requestHandler = scriptedHandler(...replies);
  const client = new S3Client({ region: 'us-east-1', credentials, requestHandler });
  skipDelays(client);
  await observer.observe(client).send(new ListBucketsCommand({}));
}

function loaded(): boolean {
  const { cache } = createRequire(process.argv[1]!);
  return Object.keys(cache).some((file) => file.includes('/aws-embedded-metrics/'));
}
