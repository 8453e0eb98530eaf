import { availableRuntimes, nodeBinary } from '@needs-retry/lambda-harness';
import { check, tableOf } from '../checks.js';
import { linkedConsumer } from '../consumer/linked.js';
import { expectAnswer, expectRefused, expectRetry, expectSame, type Runner } from '../consumer/programs.js';
import { installedNode } from '../installed-node.js';
import type { Cell, Part } from '../part.js';

interface NodeVersion {
  /** A version, or the first numbers of one: the newest of these. */
  readonly version: string;
  /** Older than what is promised to work: then an ES module is told so, and CommonJS works all the same. */
  readonly isOld?: true;
}

const VERSIONS: readonly NodeVersion[] = [
  { version: '20.11.1', isOld: true },
  { version: '20.16.0' },
  { version: '20' },
  { version: '22.3.0' },
  { version: '22' },
  { version: '24' },
  { version: '26' },
];

export const nodes: Part = {
  about: 'Node.js 20 to 26: the packages as they are packed',

  cells({ sample }) {
    if (!sample) return VERSIONS.flatMap(cellsOf);
    return availableRuntimes().flatMap((runtime) =>
      used({}, async () => nodeBinary(runtime), `Node.js of ${runtime}`),
    );
  },

  table: (played) => tableOf('Node.js', played),
};

function cellsOf(version: NodeVersion): readonly Cell[] {
  return used(version, () => installedNode(version.version), `Node.js ${version.version}`);
}

/** What an application does with the packages. */
function used(
  { isOld }: Pick<NodeVersion, 'isOld'>,
  binary: () => Promise<string>,
  row: string,
): readonly Cell[] {
  const runs = (column: string, act: (runner: Runner) => Promise<void>) =>
    check(row, column, async () => {
      const { folder } = await linkedConsumer();
      await act({ folder, node: [await binary()] });
    });
  const commonJs = runs('CommonJS', (runner) => expectRetry(runner, 'retry.cjs'));
  if (isOld) return [runs('is told what is needed', expectRefused), commonJs];
  return [
    runs('ES module', (runner) => expectRetry(runner, 'retry.mjs')),
    commonJs,
    runs('same exports', expectSame),
    runs('the command', expectAnswer),
  ];
}
