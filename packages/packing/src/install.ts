import type { PackedPackage } from './pack.js';

/**
 * How each package manager is told to take packed packages instead of the registry's. A package depends on others by
 * version; only npm finds those among the tarballs that are installed with it, the others need to be told.
 */

/** The command for npm. Give it all packages that the wanted ones depend on. */
export function npmInstall(packages: readonly PackedPackage[]): string {
  return `npm install ${packages.map(({ tarball }) => tarball).join(' ')}`;
}

/** What to add to `pnpm-workspace.yaml`. Then `pnpm add @needs-retry/client-s3` as from the registry. */
export function pnpmWorkspace(packages: readonly PackedPackage[]): string {
  return `overrides:\n${packages.map((each) => `  '${each.name}': file:${each.tarball}\n`).join('')}`;
}

/** What to add to the root `package.json` for yarn. Then `yarn add @needs-retry/client-s3`. */
export function yarnManifest(packages: readonly PackedPackage[]): string {
  return JSON.stringify({ resolutions: byName(packages) }, undefined, 2);
}

/** What to add to the root `package.json` for bun. Then `bun add @needs-retry/client-s3`. */
export function bunManifest(packages: readonly PackedPackage[]): string {
  return JSON.stringify({ overrides: byName(packages) }, undefined, 2);
}

function byName(packages: readonly PackedPackage[]): Readonly<Record<string, string>> {
  return Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
}
