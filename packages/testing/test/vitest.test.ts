import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

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

/** Runs a file of tests with Vitest, as a program of its own. */
async function runVitest(file: string) {
  const directory = await mkdtemp(join(tmpdir(), 'needs-retry-vitest-'));
  const root = join(__dirname, '..');
  const bin = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const report = join(directory, 'report.json');
  const args = [bin, 'run', '--root', root, '--config', 'test/vitest/config.ts', '--reporter=json'];
  // No member of the environment of this runner: Vitest would take it for its own.
  const env = { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  try {
    const output = await new Promise<string>((resolve) => {
      const all = [...args, `--outputFile=${report}`, file];
      execFile(process.execPath, all, { cwd: root, env }, (_, stdout, stderr) => resolve(stdout + stderr));
    });
    const text = await readFile(report, 'utf8').catch(() => {
      throw new Error(`Vitest wrote no report.\n${output}`);
    });
    return (JSON.parse(text) as Report).testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    await rm(directory, { recursive: true });
  }
}
