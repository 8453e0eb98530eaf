import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { repositoryRoot } from '@needs-retry/packing';
import { cached } from '../cache.js';
import { installedNode } from '../installed-node.js';
import { reportOf } from '../jest-report.js';
import type { Cell, Found, Part } from '../part.js';
import { temporaryFolder } from '../temporary.js';
import { foundIn } from './report.js';
import { suiteTable } from './table.js';

const NODES = ['20', '22', '24', '26'];

export const suite: Part = {
  about: 'Node.js 20 to 26: every test of this repository, package by package; a sample leaves it out',

  cells: ({ sample }) =>
    sample ? [] : NODES.flatMap((node) => projects().map((name) => cellOf(node, name))),

  table: suiteTable,
};

/** As in jest's configuration. */
function projects(): readonly string[] {
  const packages = join(repositoryRoot(), 'packages');
  return readdirSync(packages).filter((name) => existsSync(join(packages, name, 'test')));
}

function cellOf(version: string, project: string): Cell {
  return {
    row: `Node.js ${version}`,
    column: project,
    play: async () => playTests(await installedNode(version), version, project),
  };
}

/** The tests of a package by a Node.js, which also comes first for the processes that they start. */
async function playTests(node: string, version: string, project: string): Promise<Found> {
  const root = repositoryRoot();
  const report = join(temporaryFolder('tests'), 'report.json');
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  // The transforms of one version are not those of another.
  const transforms = await cached(`transforms-of-node-${version}`, {}, async () => {});
  const args = ['--selectProjects', project, '--maxWorkers', '1', '--cacheDirectory', transforms];
  const found = await reportOf([node, jest, '--silent', '--json', ...args], report, {
    cwd: root,
    env: { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
  });
  return foundIn(found, root);
}
