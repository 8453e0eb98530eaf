// Builds the package it is run in: both formats with their types. The maps name their sources, which are packed
// beside them, and do not hold them a second time: that was two thirds of a package.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pkgroll = ['--clean-dist', '--sourcemap', '--target=node20'];
execFileSync('pkgroll', pkgroll, { stdio: 'inherit', shell: process.platform === 'win32' });

for (const name of readdirSync('dist').filter((each) => each.endsWith('.map'))) {
  const path = join('dist', name);
  const { sourcesContent, ...map } = JSON.parse(readFileSync(path, 'utf8'));
  if (sourcesContent !== undefined) writeFileSync(path, JSON.stringify(map));
}
