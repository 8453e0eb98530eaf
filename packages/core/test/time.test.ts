import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { s3, scriptedHandler } from '@needs-retry/fixtures';
import type { Reply } from '@needs-retry/testing';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import type { RetryStrategyV2 } from '@smithy/types';
import { type Clock, stoppedClock } from './clock.js';
import { type Recording, recording, s3Client } from './support.js';

// Every figure of time, asserted to the millisecond: the clock moves only where a test says so.

afterEach(() => jest.restoreAllMocks());

/** One step of a call: how long its answer takes, and how long the strategy waits after it. */
interface Step {
  readonly reply: Reply;
  readonly takesMs: number;
  readonly delayMs?: number;
}

/** Lets time pass where the SDK would wait. */
function waiting(clock: Clock, delays: readonly number[]): RetryStrategyV2 {
  const rest = [...delays];
  const strategy: RetryStrategyV2 = new ConfiguredRetryStrategy(5, 0);
  return Object.assign(Object.create(strategy), {
    refreshRetryTokenForRetry(...args: Parameters<RetryStrategyV2['refreshRetryTokenForRetry']>) {
      clock.pass(rest.shift() ?? 0);
      return strategy.refreshRetryTokenForRetry(...args);
    },
  });
}

/** Sends one call that goes as `steps` say; `beforeMs` pass between its beginning and its first attempt. */
async function play(steps: readonly Step[], beforeMs = 0, record: Recording = recording()) {
  const clock = stoppedClock();
  const replies = steps.map(({ reply, takesMs }) => () => {
    clock.pass(takesMs);
    return reply;
  });
  const client = s3Client({
    requestHandler: scriptedHandler(...replies),
    retryStrategy: waiting(
      clock,
      steps.map(({ delayMs = 0 }) => delayMs),
    ),
  });
  client.middlewareStack.add(
    (next) => (args) => {
      clock.pass(beforeMs);
      return next(args);
    },
    { step: 'build' },
  );
  record.observer.observe(client);
  await client.send(new ListBucketsCommand({})).catch(() => {});
  return record;
}

const timesOf = ({ events }: Recording) =>
  events.map((event) =>
    event.kind === 'needs-retry'
      ? { attempt: event.attempts, tookMs: event.durationMs, delayMs: event.delayMs }
      : event.kind === 'after-call' && { tookMs: event.durationMs, totalDelayMs: event.totalDelayMs },
  );

const RETRIED: readonly Step[] = [
  { reply: s3.slowDown(), takesMs: 40, delayMs: 25 },
  { reply: s3.slowDown(), takesMs: 70, delayMs: 300 },
  { reply: s3.ok(), takesMs: 11 },
];

test('an attempt takes its own time, a delay is the one before it, a call takes all of it', async () => {
  const record = await play(RETRIED, 5);

  expect(timesOf(record)).toEqual([
    { attempt: 1, tookMs: 40, delayMs: undefined },
    { attempt: 2, tookMs: 70, delayMs: 25 },
    { attempt: 3, tookMs: 11, delayMs: 300 },
    { tookMs: 5 + 40 + 25 + 70 + 300 + 11, totalDelayMs: 325 },
  ]);
  expect(record.documents.map(({ RetryDelay, durationMs }) => [RetryDelay, durationMs])).toEqual([
    [undefined, 40],
    [25, 70],
    [300, 11],
  ]);
});

test('the cause of an attempt tells how long the one before it took', async () => {
  const { events } = await play(RETRIED);

  expect(events.flatMap((event) => (event.kind === 'needs-retry' ? [event.cause?.durationMs] : []))).toEqual([
    undefined,
    40,
    70,
  ]);
});

test('times are whole milliseconds', async () => {
  const record = await play(
    [
      { reply: s3.slowDown(), takesMs: 0.6, delayMs: 0.4 },
      { reply: s3.ok(), takesMs: 2.4 },
    ],
    0.2,
  );

  expect(timesOf(record)).toEqual([
    { attempt: 1, tookMs: 1, delayMs: undefined },
    { attempt: 2, tookMs: 2, delayMs: 0 },
    { tookMs: 4, totalDelayMs: 0 },
  ]);
});

test('attempts that run at once have no delay, and a call that began before them takes the time of both', async () => {
  const clock = stoppedClock();
  const record = recording();
  const both = {
    // biome-ignore lint/suspicious/noExplicitAny: a strategy of the first generation, as users wrote them
    async retry(next: any, args: any) {
      const first = next(args);
      clock.pass(8);
      const second = next(args);
      await first.catch(() => {});
      return second;
    },
  };
  const client = s3Client({
    requestHandler: scriptedHandler(s3.slowDown(), s3.ok()),
    retryStrategy: both as never,
  });
  await record.observer.observe(client).send(new ListBucketsCommand({}));

  expect(timesOf(record)).toEqual([
    { attempt: 1, tookMs: 8, delayMs: undefined },
    { attempt: 2, tookMs: 0, delayMs: 0 },
    { tookMs: 8, totalDelayMs: 0 },
  ]);
});

test('a call in flight has been so for as long as it has', async () => {
  const record = recording();
  const seen: number[] = [];
  record.observer.on('needs-retry', () =>
    seen.push(...record.observer.callsInFlight().map(({ durationMs }) => durationMs)),
  );
  await play(RETRIED, 5, record);

  expect(seen).toEqual([45, 140, 451]);
});

test('an event has the time at which it is told', async () => {
  const record = recording();
  jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_123);
  await play(RETRIED, 0, record);

  expect(new Set(record.events.map(({ timestamp }) => timestamp))).toEqual(new Set([1_700_000_000_123]));
});

describe('a server asks to wait', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');

  test.each<[string, Record<string, string>, number | undefined]>([
    ['until a date', { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' }, 30_000],
    ['until a date that has passed', { 'retry-after': 'Fri, 02 Jan 2026 03:04:00 GMT' }, 0],
    ['for a part of a second', { 'retry-after': '1.5' }, 1_500],
    ['for no time', { 'x-amz-retry-after': '0' }, 0],
    ['for less than none', { 'x-amz-retry-after': '-5' }, 0],
    ['with a name in capitals', { 'X-Amz-Retry-After': '12.6' }, 13],
    ['until what is no date', { 'retry-after': '1,5 s' }, undefined],
  ])('%s', async (_, headers, expected) => {
    jest.spyOn(Date, 'now').mockReturnValue(now);
    const { observer, events } = recording();
    const requestHandler = scriptedHandler(s3.error(503, 'SlowDown', 'slow', headers));
    const client = observer.observe(s3Client({ requestHandler, maxAttempts: 1 }));
    await client.send(new ListBucketsCommand({})).catch(() => {});

    expect(events[0]).toMatchObject({ attempts: 1, retryAfterMs: expected });
  });
});
