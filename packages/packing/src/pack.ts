import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, type PublicPackage, publicPackages } from './public-packages.js';

/** A package as a tarball that any package manager installs. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** The absolute path of the `.tgz`. */
  readonly tarball: string;
}

/**
 * Packs every public package into `destination`, which is made if it is missing. The packages must have been built.
 *
 * @throws Error if a package was not built, or pnpm fails
 */
export function packAll(root: string, destination: string): readonly PackedPackage[] {
  const packages = publicPackages(root);
  const unbuilt = packages.filter((each) => !existsSync(join(each.path, 'dist'))).map(nameOf);
  if (unbuilt.length > 0) {
    throw new Error(
      `Expected built packages, got no dist of ${unbuilt.join(', ')}. Run \`pnpm build\` first.`,
    );
  }
  mkdirSync(destination, { recursive: true });
  const filters = packages.flatMap((each) => ['--filter', nameOf(each)]);
  const args = ['--yes', 'pnpm@12', ...filters, 'pack', '--pack-destination', destination];
  execFileSync('npx', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return packages.map(({ manifest }) => packed(manifest, destination));
}

function packed({ name, version }: Manifest, destination: string): PackedPackage {
  const tarball = join(destination, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
  if (!existsSync(tarball)) throw new Error(`Expected pnpm to have made ${tarball}.`);
  return { name, version, tarball };
}

const nameOf = ({ manifest }: PublicPackage): string => manifest.name;
