import { stripVTControlCharacters } from 'node:util';
import { runVitest } from './runners.js';

test('the matchers work in Vitest, and say what is wrong', async () => {
  const results = await runVitest('test/vitest/matchers.vitest.ts');

  expect(results.map(({ title, status }) => `${status}: ${title}`)).toEqual([
    'passed: passes',
    'failed: fails, for a count of retries',
    'failed: fails, for a document',
    'failed: fails, for a document that is not to be',
  ]);
  const messages = results.map(({ failureMessages: [message = ''] }) => readable(message));
  expect(messages.slice(1)).toEqual([
    `Error: expect(recording).toHaveRetried(operation)

Expected retries of s3: 1
Recorded: 2

Retries recorded:
  s3.PutObject, attempt 2, after SlowDown (503)
  s3.PutObject, attempt 3, after TimeoutError`,
    `Error: expect(recording).toHaveEmittedEmf(members)

Expected a document with: Object {
  "attempts": 4,
  "kind": "attempt",
}

Closest of 3, in the members asked for:
- Expected
+ Received

  {
-   "attempts": 4,
+   "attempts": 1,
    "kind": "attempt",
  }

All of it: {…}`,
    `Error: expect(recording).not.toHaveEmittedEmf(members)

Expected no document with: Object {
  "attempts": 3,
}

Emitted: {…}`,
  ]);
});

/** A message without colours, documents and stack. */
function readable(message: string): string {
  const [text = ''] = stripVTControlCharacters(message).split(/\n +at /);
  return text.replaceAll(/\{"_aws".*\}/g, '{…}');
}
