import { emfProblems } from '@needs-retry/fixtures';
import { examples } from '../src/examples.js';
import { play } from '../src/play.js';
import { inWordsOf, promisedLog } from '../src/readme.js';

// The gate plays one example; `EXAMPLES=all` plays all.
const played = process.env.EXAMPLES === 'all' ? examples : examples.slice(0, 1);

test.each(played)('$name: does its work, and writes what its README says', async (example) => {
  const promise = promisedLog(example.folder);
  const { invocation, log, emf, seen } = await play(example);

  expect(invocation).toEqual({ requestId: expect.any(String), result: example.result });
  expect(inWordsOf(promise, log)).toEqual(promise);
  expect(emf.flatMap(({ message }) => emfProblems(message))).toEqual([]);
  const retries = seen.map(({ requests, calls }) => requests - calls).reduce((a, b) => a + b, 0);
  expect(log.filter((line) => line.startsWith('needs-retry.'))).toHaveLength(retries);
});
