import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { run } from '../run.js';

/** How Node.js is called in a folder. */
export interface Runner {
  readonly folder: string;
  /** @defaultValue the Node.js of this process */
  readonly node?: readonly [string, ...string[]];
}

/** Both formats of each package export the same. */
export async function expectSame(runner: Runner): Promise<void> {
  await runIn(runner, 'same.mjs');
}

/** A call that is throttled once makes one line, and a document of each attempt. */
export async function expectRetry(runner: Runner, program: 'retry.mjs' | 'retry.cjs'): Promise<void> {
  const lines = (await runIn(runner, program)).trimEnd().split('\n');
  const said = lines.map((line) =>
    line.startsWith('{') ? `document of attempt ${JSON.parse(line).attempts}` : line,
  );
  deepStrictEqual(said, [
    'document of attempt 1',
    'needs-retry.s3.ListBuckets|increment|count=1',
    'document of attempt 2',
  ]);
}

/** The command answers a question. */
export async function expectAnswer(runner: Runner): Promise<void> {
  const command = join(runner.folder, 'node_modules', 'needs-retry', 'dist', 'bin.mjs');
  const args = ['query', 'stats sum(n) as n', 'numbers.jsonl', '-o', 'jsonl'];
  deepStrictEqual(await runIn(runner, command, ...args), '{"n":3}\n');
}

/** Where this Node.js has no way to write in an ES module, that is said at creation. */
export async function expectRefused(runner: Runner): Promise<void> {
  const said = await runIn(runner, 'refused.mjs');
  if (!/^TypeError: Expected Node\.js 20\.16 or later, or 22\.3 or later/.test(said)) {
    throw new Error(`Expected a TypeError that says what is needed, got ${JSON.stringify(said)}.`);
  }
}

function runIn({ folder, node = [process.execPath] }: Runner, ...args: readonly string[]): Promise<string> {
  return run([...node, ...args] as [string, ...string[]], {
    cwd: folder,
    env: {
      AWS_LAMBDA_FUNCTION_NAME: 'once',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
}
