import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageDirectory } from '@needs-retry/lambda-harness';
import type { Plugin } from 'esbuild';
import { WrongUse } from './wrong-use.js';

/** A version of our packages: the root of its files. */
export interface Tree {
  readonly root: string;
  remove(): void;
}

/** The version that is worked on. */
export const HERE: Tree = { root: join(packageDirectory('benchmarks'), '..', '..'), remove() {} };

/**
 * The packages as of a git ref, in a directory of their own. The repository is only read, and may be shallow.
 *
 * @throws WrongUse where there is no such commit
 */
export async function treeOf(ref: string): Promise<Tree> {
  const commit = await commitOf(ref);
  const root = mkdtempSync(join(tmpdir(), 'needs-retry-bench-'));
  const archive = spawn('git', ['archive', commit, 'packages'], { cwd: HERE.root });
  const extract = spawn('tar', ['-x', '-C', root], { stdio: [archive.stdout, 'ignore', 'inherit'] });
  const code = await new Promise((closed) => extract.on('close', closed));
  if (code !== 0) throw new Error(`tar ended with ${code}.`);
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

async function commitOf(ref: string): Promise<string> {
  const parse = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  try {
    return (await promisify(execFile)('git', parse, { cwd: HERE.root })).stdout.trim();
  } catch {
    throw new WrongUse(
      `Expected \`--compare\` with a commit of this repository, got ${JSON.stringify(ref)}.`,
    );
  }
}

/** Makes a bundle take our published packages from a tree, whoever imports them. */
export function packagesOf({ root }: Tree): Plugin {
  return {
    name: 'packages-of-a-tree',
    setup(build) {
      build.onResolve({ filter: OURS }, ({ path }) => {
        const [, name, entry = 'index'] = OURS.exec(path)!;
        const file = join(root, 'packages', name!, 'src', `${entry}.ts`);
        return existsSync(file) ? { path: file } : undefined;
      });
    },
  };
}

const OURS = /^@needs-retry\/(core|lambda|embedded-metrics|client-[a-z0-9-]+)(?:\/([a-z]+))?$/;
