import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The members of a package.json that packing looks at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** A package that is published. */
export interface PublicPackage {
  /** Its absolute path. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** The packages of the workspace that are published, by the name of their folder. */
export function publicPackages(root: string): readonly PublicPackage[] {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((folder) => join(root, 'packages', folder))
    .filter((path) => existsSync(join(path, 'package.json')))
    .map((path) => ({ path, manifest: readManifest(path) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** The folder that has `pnpm-workspace.yaml`, found from any folder within the repository. */
export function repositoryRoot(from: string = process.cwd()): string {
  if (existsSync(join(from, 'pnpm-workspace.yaml'))) return from;
  if (dirname(from) === from) throw new Error('Expected to run within the repository of needs-retry.');
  return repositoryRoot(dirname(from));
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
}
