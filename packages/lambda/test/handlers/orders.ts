import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '@needs-retry/client-s3';
import { withProperties } from '@needs-retry/core';
import { credentials, hang, s3 } from '@needs-retry/fixtures';
import { withRetryReport } from '@needs-retry/lambda';
import { routedHandler, skipDelays } from '@needs-retry/testing';
import type { Context } from 'aws-lambda';

export interface OrdersEvent {
  /** Names a property of every event of the invocation. */
  readonly order: string;
  /** How often each call is throttled before it succeeds, or hangs where it never does. */
  readonly throttled: number;
  readonly hangs?: boolean;
  /** Where the invocation waits for others, between two calls. */
  readonly meetingPoint?: string;
}

// The server reads from the key what it shall do.
const requestHandler = routedHandler(({ path, attempt }) => {
  const [throttled, hangs] = (path.split('/').at(-1) ?? '').split('-');
  if (attempt <= Number(throttled)) return s3.slowDown();
  return hangs === 'hangs' ? hang() : s3.ok('<Result/>');
});

// Each has a retry quota, which a thousand throttled calls at once would use up.
const clients = Array.from({ length: 20 }, () => {
  const client = new S3Client({ region: 'eu-west-1', credentials, requestHandler, maxAttempts: 3 });
  skipDelays(client);
  return observeS3(client);
});

let invocations = 0;

async function orders(event: OrdersEvent, context: Context): Promise<string> {
  // What a real socket would do: without it nothing is pending, and the runtime ends.
  if (event.hangs) setInterval(() => {}, 1_000);
  const client = clients[invocations++ % clients.length]!;
  return withProperties({ order: event.order }, async () => {
    const Key = `${event.throttled}-${event.hangs ? 'hangs' : 'ends'}`;
    if (event.meetingPoint !== undefined) {
      await client.send(new GetObjectCommand({ Bucket: 'photos', Key }));
      await fetch(event.meetingPoint);
    }
    await client.send(new GetObjectCommand({ Bucket: 'photos', Key }));
    return context.awsRequestId;
  });
}

export const handler = withRetryReport(orders, { summary: true });
