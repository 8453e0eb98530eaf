import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a newcomer copies from README.md. */
export interface Start {
  /** The package names of the install line. */
  readonly packages: readonly string[];
  /** The lines of code. */
  readonly code: string;
}

/** Reads README.md as a newcomer who uses `installer`, such as `pnpm add`. */
export function startOf(root: string, installer: string): Start {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const start = readme.slice(readme.indexOf('\n## Start'));
  const packages = new RegExp(`^${installer} (.+)$`, 'm').exec(start)?.[1];
  const code = /^```ts\n(.*?)^```$/ms.exec(start)?.[1];
  if (packages === undefined || code === undefined) {
    throw new Error(
      `Expected README.md to have, under "## Start", a line \`${installer} …\` and a block of code.`,
    );
  }
  return { packages: packages.replace(/ +#.*/, '').split(' '), code };
}
