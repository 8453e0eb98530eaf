import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { bunManifest, npmInstall, pnpmWorkspace, yarnManifest } from './install.js';
import { type PackedPackage, packAll } from './pack.js';
import { repositoryRoot } from './public-packages.js';

// `pnpm pack:all [folder]`: builds and packs every public package, and prints how to install them.

const root = repositoryRoot();
const folder = resolve(process.env.INIT_CWD ?? root, process.argv[2] ?? join(root, 'tarballs'));

console.error('Building all packages, which takes some minutes …');
execFileSync('npx', ['--yes', 'pnpm@12', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
console.log(instructions(packAll(root, folder)));

function instructions(packages: readonly PackedPackage[]): string {
  const wanted = packages.filter(({ name }) => /\/(core|client-s3)$/.test(name));
  return `${packages.length} packages are in ${folder}. In your project, for example for an S3 client:

# npm: name the tarballs of what you want and of what that needs, then install the client of the SDK
${npmInstall(wanted)}
npm install @aws-sdk/client-s3

# pnpm: add this to pnpm-workspace.yaml, then \`pnpm add @needs-retry/client-s3\`
${pnpmWorkspace(packages)}
# yarn: add this to package.json, then \`yarn add @needs-retry/client-s3\`
${yarnManifest(packages)}

# bun: add this to package.json, then \`bun add @needs-retry/client-s3\`
${bunManifest(packages)}`;
}
