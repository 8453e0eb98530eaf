import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { run } from '../run.js';

/** A package of ours, as it would be published. */
export interface Packed {
  readonly name: string;
  /** Of its sources, in the workspace. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly tarball: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Packs every package that is published into a folder.
 *
 * @throws Error if they are not built
 */
export async function packAll(folder: string): Promise<readonly Packed[]> {
  const packages = publishedPackages(folder);
  const unbuilt = packages.find((each) => !existsSync(join(each.folder, 'dist')));
  if (unbuilt !== undefined) {
    throw new Error(`Expected ${unbuilt.name} to be built: run \`npx --yes pnpm@12 build\` first.`);
  }
  mkdirSync(folder, { recursive: true });
  const filters = packages.flatMap(({ name }) => ['--filter', name]);
  await run(['npx', '--yes', 'pnpm@12', ...filters, 'pack', '--pack-destination', folder], {
    cwd: packageDirectory('..'),
  });
  return packages;
}

function publishedPackages(destination: string): readonly Packed[] {
  const packages = packageDirectory('.');
  return readdirSync(packages)
    .map((name) => join(packages, name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest,
    }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => {
      const file = `${manifest.name.replace(/^@/, '').replace('/', '-')}-${manifest.version}.tgz`;
      return { name: manifest.name, folder, manifest, tarball: join(destination, file) };
    });
}
