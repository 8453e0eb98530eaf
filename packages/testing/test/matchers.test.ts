import { stripVTControlCharacters } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver } from '@needs-retry/core';
import { type RecordingSink, recordingSink, script } from '../src/index.js';
import '../src/jest.js';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };

async function recordPut(play: (replies: ReturnType<typeof script>) => void): Promise<RecordingSink> {
  const recording = recordingSink({ namespace: 'Test' });
  const s3 = createRetryObserver({ sinks: [recording] }).observe(new S3Client(config));
  play(script(s3));
  await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' })).catch(() => {});
  return recording;
}

const recovers = () => recordPut((replies) => replies.reply(503, 'SlowDown').networkError().reply(200));
const givesUp = () => recordPut((replies) => replies.reply(500, 'InternalError', { times: 3 }));
const succeeds = () => recordPut((replies) => replies.reply(200));

/** The message of an assertion that fails. */
function messageOf(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
  throw new Error('It did not fail.');
}

test('keeps events, lines and documents, until it is cleared', async () => {
  const recording = await recovers();

  expect(recording.events.map(({ kind, eventName }) => `${kind} ${eventName}`)).toEqual(
    [1, 2, 3].map(() => 'needs-retry needs-retry.s3.PutObject'),
  );
  expect(recording.lines).toEqual([1, 2].map(() => 'needs-retry.s3.PutObject|increment|count=1'));
  expect(
    recording.documents.map(({ attempts, Retries, Throttles }) => [attempts, Retries, Throttles]),
  ).toEqual([
    [1, undefined, 1],
    [2, 1, 0],
    [3, 1, 0],
  ]);
  expect(recording.documents[0]!._aws).toMatchObject({ CloudWatchMetrics: [{ Namespace: 'Test' }] });
  recording.clear();
  expect([recording.events, recording.lines, recording.documents]).toEqual([[], [], []]);
});

test('counts retries of an operation and of a service', async () => {
  const recording = await recovers();

  expect(recording).toHaveRetried('s3.PutObject');
  expect(recording).toHaveRetried('s3.PutObject', 2);
  expect(recording).toHaveRetried('s3', 2);
  expect(recording).not.toHaveRetried('s3.PutObject', 1);
  expect(recording).not.toHaveRetried('s3.Put');
  expect(recording).not.toHaveRetried('dynamodb');
  expect(await succeeds()).not.toHaveRetried('s3');
  expect(await succeeds()).toHaveRetried('s3.PutObject', 0);
});

test('finds a document by some of its members', async () => {
  const recording = await givesUp();

  expect(recording).toHaveEmittedEmf({ kind: 'gave-up', RetriesExhausted: 1 });
  expect(recording).toHaveEmittedEmf({ cause: expect.stringContaining('Internal'), attempts: 3 });
  expect(recording).not.toHaveEmittedEmf({ kind: 'gave-up', attempts: 2 });
  expect(await succeeds()).not.toHaveEmittedEmf({});
});

test('says which retries there were', async () => {
  const recording = await recovers();

  expect(messageOf(() => expect(recording).toHaveRetried('s3.GetObject', 2))).toBe(
    `expect(recording).toHaveRetried(operation)

Expected retries of s3.GetObject: 2
Recorded: 0

Retries recorded:
  s3.PutObject, attempt 2, after SlowDown (503)
  s3.PutObject, attempt 3, after TimeoutError`,
  );
  expect(messageOf(() => expect(recording).not.toHaveRetried('s3'))).toBe(
    `expect(recording).not.toHaveRetried(operation)

Expected retries of s3: not at least 1
Recorded: 2

Retries recorded:
  s3.PutObject, attempt 2, after SlowDown (503)
  s3.PutObject, attempt 3, after TimeoutError`,
  );
});

test('says what to look at where nothing was recorded', async () => {
  const recording = await succeeds();

  expect(messageOf(() => expect(recording).toHaveRetried('s3'))).toBe(
    `expect(recording).toHaveRetried(operation)

Expected retries of s3: at least 1
Recorded: 0

Retries recorded: none. Is the client observed, by the observer that has this sink?`,
  );
  expect(messageOf(() => expect(recording).toHaveEmittedEmf({ kind: 'gave-up' }))).toBe(
    `expect(recording).toHaveEmittedEmf(members)

Expected a document with: {"kind": "gave-up"}

Documents recorded: none. Is the client observed, by the observer that has this sink?`,
  );
});

test('shows the closest document', async () => {
  const recording = await givesUp();

  const message = messageOf(() =>
    expect(recording).toHaveEmittedEmf({ kind: 'gave-up', attempts: 4, Nothing: 1 }),
  );

  const all = JSON.stringify(recording.documents.at(-1));
  expect(message).toBe(
    `expect(recording).toHaveEmittedEmf(members)

Expected a document with: {"Nothing": 1, "attempts": 4, "kind": "gave-up"}

Closest of 3, in the members asked for:
- Expected
+ Received

  Object {
-   "Nothing": 1,
-   "attempts": 4,
+   "attempts": 3,
    "kind": "gave-up",
  }

All of it: ${all}`,
  );
  expect(messageOf(() => expect(recording).not.toHaveEmittedEmf({ kind: 'gave-up' }))).toBe(
    `expect(recording).not.toHaveEmittedEmf(members)

Expected no document with: {"kind": "gave-up"}

Emitted: ${all}`,
  );
});

test.each<[string, () => void, string]>([
  [
    'what is no recording',
    () => expect([]).toHaveRetried('s3'),
    "Expected a recordingSink() in expect(…).toHaveRetried, got an array of 0. Give one to the observer's `sinks`.",
  ],
  [
    'an operation that is none',
    () => expect(recordingSink()).toHaveRetried(''),
    'Expected `operation` to be a name such as "s3.ListBuckets", got "".',
  ],
  [
    'a count that is none',
    () => expect(recordingSink()).toHaveRetried('s3', -1),
    'Expected `times` to be a whole number from 0, got -1.',
  ],
  [
    'members that are none',
    () => expect(recordingSink()).toHaveEmittedEmf('gave-up' as never),
    'Expected `members` to be an object, got "gave-up".',
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(new TypeError(message));
});

test('refuses options of documents that are wrong', () => {
  expect(() => recordingSink({ namespace: '' })).toThrow(TypeError);
});
