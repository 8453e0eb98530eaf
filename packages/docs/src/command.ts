import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pages.js';

/** Makes one file of the command `needs-retry`, which starts faster than its sources, and returns its path. */
export function bundledCommand(folder: string): string {
  const outfile = join(folder, 'needs-retry.mjs');
  const banner =
    "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
  const args = [
    '--bundle',
    '--platform=node',
    '--format=esm',
    `--outfile=${outfile}`,
    `--banner:js=${banner}`,
  ];
  const esbuild = join(root, 'node_modules', '.bin', 'esbuild');
  execFileSync(esbuild, [join(root, 'packages', 'cli', 'src', 'bin.ts'), ...args, '--log-level=error']);
  writeFileSync(
    join(folder, 'package.json'),
    '{ "type": "module", "name": "needs-retry", "version": "0.0.0" }',
  );
  return outfile;
}
