import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';
import type { PublicPackage } from '@needs-retry/packing';

/** The last commit that changed the sources of packages. It ends with `+` if they have changed since. */
export function commitOf(packages: readonly PublicPackage[], root: string): string {
  const paths = packages.map(({ path }) => relative(root, join(path, 'src')));
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...args, '--', ...paths], { cwd: root, encoding: 'utf8' }).trim();
  const commit = git('log', '-1', '--format=%h', '--abbrev=7');
  return git('status', '--porcelain') === '' ? commit : `${commit}+`;
}
