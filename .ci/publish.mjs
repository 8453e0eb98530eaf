// Publishes the tarballs of a folder whose version the registry does not have yet: node .ci/publish.mjs <folder>
// [--dry-run]. It uses nothing but npm, for it runs where the right to publish is.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...options] = process.argv.slice(2);
if (folder === undefined)
  throw new TypeError('A folder of tarballs is needed: node .ci/publish.mjs tarballs');

const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
if (tarballs.length === 0) throw new Error(`There is no tarball in ${folder}: run pnpm pack:all first`);

for (const tarball of tarballs.map((name) => join(folder, name))) {
  const manifest = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
  const { name, version } = JSON.parse(manifest);
  if (isPublished(`${name}@${version}`)) {
    console.log(`${name} ${version} is on the registry already.`);
    continue;
  }
  const provenance = process.env.CI === undefined ? [] : ['--provenance'];
  execFileSync('npm', ['publish', tarball, '--access', 'public', ...provenance, ...options], {
    stdio: 'inherit',
  });
}

/** Whether the registry has this version. An answer other than "not found" is an error, lest it be published blindly. */
function isPublished(version) {
  try {
    execFileSync('npm', ['view', version, 'version'], { stdio: ['ignore', 'ignore', 'pipe'] });
    return true;
  } catch (error) {
    if (String(error.stderr).includes('E404')) return false;
    throw error;
  }
}
