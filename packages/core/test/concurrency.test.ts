import { DeleteObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { s3 } from '@needs-retry/fixtures';
import { routedHandler } from '@needs-retry/testing';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryStrategyV2 } from '@smithy/types';
import { type NeedsRetryEvent, withProperties } from '../src/index.js';
import { attemptsOf, expectExactCounts, recording, s3Client } from './support.js';

const CALLS = 1_000;
/** How often call `i` fails before it succeeds: 0, 1 or 2 times. */
const failuresOf = (i: number) => i % 3;

describe.each([false, true])('1,000 calls in flight, cacheMiddleware %s', (cacheMiddleware) => {
  test('every attempt is counted, in its own call and with its own context', async () => {
    const record = recording();
    // One quota has room for 35 retries, so that each call brings a strategy of its own.
    const ownStrategy = (): RetryStrategyV2 => new ConfiguredRetryStrategy(3, 0);
    const retryStrategy: RetryStrategyV2 = {
      acquireInitialRetryToken: (scope) => ownStrategy().acquireInitialRetryToken(scope),
      refreshRetryTokenForRetry: (token, info) => ownStrategy().refreshRetryTokenForRetry(token, info),
      recordSuccess() {},
    };
    const handler = routedHandler(({ path, attempt }) => {
      const key = Number(path.split('/').at(-1));
      return attempt <= failuresOf(key) ? s3.slowDown() : { kind: 'response', status: 204 };
    });
    const client = s3Client({ requestHandler: handler, retryStrategy, cacheMiddleware });
    record.observer.observe(client, {
      service: 's3',
      properties: (input) => ({ resource: (input as { Key: string }).Key }),
    });

    const results = await Promise.all(
      Array.from({ length: CALLS }, (_, i) =>
        withProperties({ order: i }, () =>
          client.send(new DeleteObjectCommand({ Bucket: 'b', Key: String(i) })),
        ),
      ),
    );

    expectExactCounts(record);
    expect(results.map(({ $metadata }) => $metadata.attempts)).toEqual(
      Array.from({ length: CALLS }, (_, i) => failuresOf(i) + 1),
    );
    expect(handler.requests).toHaveLength(2 * CALLS - 1);
    expect(attemptsByCall(record.events.filter((event) => event.kind === 'needs-retry'))).toEqual(
      Object.fromEntries(
        Array.from({ length: CALLS }, (_, i) => [`${i} ${i}`, [1, 2, 3].slice(0, failuresOf(i) + 1)]),
      ),
    );
    expect(record.observer.callsInFlight()).toEqual([]);
  }, 60_000);
});

/** The attempts of each call, by what its adapter and its context said. */
function attemptsByCall(events: readonly NeedsRetryEvent[]): Record<string, number[]> {
  const calls: Record<string, number[]> = {};
  for (const { attempts, properties } of events) {
    const call = `${properties.resource} ${properties.order}`;
    calls[call] = [...(calls[call] ?? []), attempts];
  }
  return calls;
}

test('21: one command sent twice at once is two calls', async () => {
  const record = recording();
  const handler = routedHandler(({ attempt }) => (attempt === 1 ? s3.internalError() : s3.ok()));
  const client = record.observer.observe(s3Client({ requestHandler: handler }));
  const command = new ListBucketsCommand({});

  await Promise.all([client.send(command), client.send(command)]);

  expectExactCounts(record);
  expect(attemptsOf(record.events).sort()).toEqual([
    '1:InternalError(500)',
    '1:InternalError(500)',
    '2:ok(200)',
    '2:ok(200)',
  ]);
});

test('handlers that come and go while calls run miss or hear whole events only', async () => {
  const record = recording();
  const handler = routedHandler(({ attempt }) => (attempt === 1 ? s3.slowDown() : s3.ok()));
  const clients = Array.from({ length: 10 }, () =>
    record.observer.observe(s3Client({ requestHandler: handler })),
  );
  let heard = 0;
  record.observer.on('needs-retry', () => {
    const off = record.observer.on('needs-retry.s3.*', () => {
      heard++;
      off();
    });
  });

  await Promise.all(clients.map((client) => client.send(new ListBucketsCommand({}))));

  expectExactCounts(record);
  // Each is added by one event and called by the next, so that only the last one's is never called.
  expect(heard).toBe(19);
});
