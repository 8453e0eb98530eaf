import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { PARTS } from './parts/index.js';

/** What results depend on: `npx --yes pnpm@12 bench size`, 2 × …, Node.js v20.20.2, esbuild 0.28.2. */
export function circumstancesOf(part: string): string {
  const versions = PARTS[part]!.versionsOf.map((name) => `${name} ${versionOf(name)}`);
  if (part === 'insights') versions.push(spawnSync('jq', ['--version']).stdout?.toString().trim() ?? 'no jq');
  const machine = `${cpus().length} × ${cpus()[0]?.model}`;
  return [`\`npx --yes pnpm@12 bench ${part}\``, machine, `Node.js ${process.version}`, ...versions].join(
    ', ',
  );
}

/** The installed one, of whichever of our packages has it. */
function versionOf(name: string): string {
  const files = ['benchmarks', 'insights', 'lambda-harness'].map((ours) =>
    join(packageDirectory(ours), 'node_modules', name, 'package.json'),
  );
  const file = files.find(existsSync);
  return file === undefined ? 'not installed' : JSON.parse(readFileSync(file, 'utf8')).version;
}
