import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a package of the workspace is. Neither `import.meta` (Jest) nor `__dirname` (tsx) is at hand in both places. */
export function packageDirectory(name = 'lambda-harness'): string {
  let directory = process.cwd();
  while (!existsSync(join(directory, 'pnpm-workspace.yaml'))) {
    if (directory === dirname(directory)) throw new Error('Expected to run inside the workspace.');
    directory = dirname(directory);
  }
  return join(directory, 'packages', name);
}
