import { emfProblems } from '@needs-retry/fixtures';
import { examples, taskExample } from '../src/examples.js';
import { play } from '../src/play.js';
import { playTask } from '../src/play-task.js';
import { inWordsOf, promisedLog } from '../src/readme.js';

// The gate plays one example; `EXAMPLES=all` plays all.
const all = process.env.EXAMPLES === 'all';
// The CDK takes 70 s on a machine at twenty times its load.
const LONGEST_MS = 600_000;

test.each(all ? examples : examples.slice(0, 1))(
  '$name: does its work, and writes what its README says',
  async (example) => {
    const promise = promisedLog(example.folder);
    const { invocation, sdk, log, emf, seen } = await play(example);

    expect(invocation).toEqual({ requestId: expect.any(String), result: example.result });
    expect(sdk).toBe(example.sdk);
    expect(inWordsOf(promise, log)).toEqual(promise);
    expect(emf.flatMap(({ message }) => emfProblems(message))).toEqual([]);
    expect(linesOf(log)).toHaveLength(retriesIn(seen));
  },
  LONGEST_MS,
);

(all ? test : test.skip)(`${taskExample.name}: does its work, and writes what its README says`, async () => {
  const promise = promisedLog(taskExample.folder);
  const { stdout, documents, seen } = await playTask(taskExample);

  expect(inWordsOf(promise, [...stdout, ...documents])).toEqual(promise);
  expect(linesOf(stdout)).toHaveLength(retriesIn(seen));
});

function linesOf(log: readonly string[]): readonly string[] {
  return log.filter((line) => line.startsWith('needs-retry.'));
}

function retriesIn(seen: readonly { readonly requests: number; readonly calls: number }[]): number {
  return seen.reduce((sum, { requests, calls }) => sum + requests - calls, 0);
}
