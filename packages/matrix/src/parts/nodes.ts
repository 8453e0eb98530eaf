import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { availableRuntimes, nodeBinary } from '@needs-retry/lambda-harness';
import { repositoryRoot } from '@needs-retry/packing';
import { type Check, playChecks } from '../checks.js';
import { type Consumer, linkedConsumer } from '../consumer/linked.js';
import { expectAnswer, expectRefused, expectRetry, expectSame, type Runner } from '../consumer/programs.js';
import type { Part } from '../part.js';
import { run } from '../run.js';
import { installTool } from '../tools.js';

interface NodeVersion {
  /** A version, or the first numbers of one: the newest of these. */
  readonly version: string;
  /** Older than what is promised to work: then an ES module is told so, and CommonJS works all the same. */
  readonly isOld?: true;
  /** The tests are run by it too. */
  readonly runsTests?: true;
}

const VERSIONS: readonly NodeVersion[] = [
  { version: '20.11.1', isOld: true },
  { version: '20.16.0' },
  { version: '20', runsTests: true },
  { version: '22.3.0' },
  { version: '22', runsTests: true },
  { version: '24', runsTests: true },
  { version: '26', runsTests: true },
];

export const nodes: Part = {
  about: 'Node.js 20 to 26: the packages as they are packed; in the whole, every test',

  async play(options) {
    const consumer = await linkedConsumer();
    const checks = options.sample
      ? availableRuntimes().flatMap((runtime) =>
          used({}, async () => nodeBinary(runtime), consumer, `Node.js of ${runtime}`),
        )
      : VERSIONS.flatMap((version) => checksOf(version, consumer));
    return playChecks('Node.js', checks, options);
  },
};

function checksOf(version: NodeVersion, consumer: Consumer): readonly Check[] {
  const row = `Node.js ${version.version}`;
  const binary = () => binaryOf(version);
  const tests = { row, column: 'every test', act: async () => runTests(await binary()) };
  return [...used(version, binary, consumer, row), ...(version.runsTests ? [tests] : [])];
}

/** What an application does with the packages. */
function used(
  { isOld }: Pick<NodeVersion, 'isOld'>,
  binary: () => Promise<string>,
  { folder }: Consumer,
  row: string,
): readonly Check[] {
  const check = (column: string, act: (runner: Runner) => Promise<void>): Check => ({
    row,
    column,
    act: async () => act({ folder, node: [await binary()] }),
  });
  const commonJs = check('CommonJS', (runner) => expectRetry(runner, 'retry.cjs'));
  if (isOld) return [check('is told what is needed', expectRefused), commonJs];
  return [
    check('ES module', (runner) => expectRetry(runner, 'retry.mjs')),
    commonJs,
    check('same exports', expectSame),
    check('the command', expectAnswer),
  ];
}

async function binaryOf({ version }: NodeVersion): Promise<string> {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return join(await installTool(`node-${version}`, { [name]: version }), name, 'bin', 'node');
}

/** Every test of the workspace, in a process of this Node.js, which also comes first for those it starts. */
async function runTests(node: string): Promise<void> {
  const root = repositoryRoot();
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-tests-'));
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  try {
    // The transforms of one version are not those of another.
    const args = ['--silent', '--maxWorkers', '2', '--cacheDirectory', join(folder, 'cache')];
    await run([node, jest, ...args], {
      cwd: root,
      env: { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
