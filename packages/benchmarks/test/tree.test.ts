import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSize } from '../src/bundle-size.js';
import { HERE, treeOf } from '../src/tree.js';
import { WrongUse } from '../src/wrong-use.js';

const git = (...args: string[]) => spawnSync('git', args, { cwd: HERE.root, encoding: 'utf8' });

test('gives the packages as of a commit, where there are commits', async () => {
  const committed = git('show', 'HEAD:packages/core/package.json');
  if (committed.status !== 0) {
    await expect(treeOf('HEAD')).rejects.toThrow(WrongUse);
    return;
  }

  const tree = await treeOf('HEAD');
  const manifest = readFileSync(join(tree.root, 'packages', 'core', 'package.json'), 'utf8');
  tree.remove();

  expect(manifest).toBe(committed.stdout);
  expect(existsSync(tree.root)).toBe(false);
});

test.each(['no-such-ref', '--all', ''])('names the ref that is no commit: %j', async (ref) => {
  await expect(treeOf(ref)).rejects.toThrow(
    new WrongUse(`Expected \`--compare\` with a commit of this repository, got ${JSON.stringify(ref)}.`),
  );
});

test('measures the packages of a tree, those that they import too', async () => {
  const root = mkdtempSync(join(tmpdir(), 'needs-retry-tree-'));
  const source = (name: string, text: string) => {
    mkdirSync(join(root, 'packages', name, 'src'), { recursive: true });
    writeFileSync(join(root, 'packages', name, 'src', 'index.ts'), text);
  };
  source('core', 'export const a = 1;');
  source('client-s3', "export { a } from '@needs-retry/core';");

  const { minified, files } = await bundleSize('client-s3', { root, remove() {} });
  rmSync(root, { recursive: true });

  expect(files.map(([file]) => file)).toEqual(['packages/core/src/index.ts']);
  expect(minified).toBe('var o=1;export{o as a};\n'.length);
});
