import { S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver, type RetryEvent, type RetryObserver } from '@needs-retry/core';
import { credentials } from '@needs-retry/fixtures';
import { type Route, routedHandler, skipDelays } from '@needs-retry/testing';

export interface Recording {
  readonly observer: RetryObserver;
  readonly events: RetryEvent[];
  readonly client: S3Client;
}

/** An observed client whose server answers as `route` says, and all that its observer hears. */
export function recording(route: Route): Recording {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('*', (event) => events.push(event));
  const client = new S3Client({
    region: 'us-east-1',
    credentials,
    requestHandler: routedHandler(route),
  });
  skipDelays(client);
  return { observer, events, client: observer.observe(client, ADAPTER) };
}

const ADAPTER = {
  service: 's3',
  properties: (input: unknown) => ({ resource: (input as { Bucket: string }).Bucket }),
};

/** A context of Lambda, of which `withRetryReport` reads two members. */
export function context(awsRequestId: string, remainingMs = 3_000) {
  return { awsRequestId, getRemainingTimeInMillis: () => remainingMs };
}

/** Calls a handler as the runtime does, whatever parameters it declares. */
export function invoke(handler: (...args: never[]) => unknown, ofContext: object): unknown {
  return Reflect.apply(handler, undefined, [{}, ofContext]);
}

/** A bucket is in the host's name, or in the path. */
export function inBucket({ hostname, path }: { hostname: string; path: string }, bucket: string): boolean {
  return hostname.startsWith(`${bucket}.`) || path.startsWith(`/${bucket}/`);
}
