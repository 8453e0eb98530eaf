import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '@needs-retry/service-contract';
import { type Names, namesOf } from './names.js';
import type { Manifest } from './tables.js';

/** A package of a service, as it stands in the workspace. */
export interface ServicePackage {
  readonly names: Names;
  readonly service: Service;
  readonly manifest: Manifest;
}

/** The packages of all services, by name. */
export async function servicePackages(root: string): Promise<readonly ServicePackage[]> {
  const folders = readdirSync(join(root, 'packages')).filter((name) => name.startsWith('client-'));
  return Promise.all(folders.sort().map((folder) => servicePackage(root, folder)));
}

async function servicePackage(root: string, folder: string): Promise<ServicePackage> {
  const manifest = readJson(join(root, 'packages', folder, 'package.json'));
  const [sdkPackage] = Object.keys(manifest.peerDependencies as object);
  const { service } = (await import(join(root, 'packages', folder, 'test', 'service.ts'))) as {
    service: Service;
  };
  return { names: namesOf(sdkPackage!, service.sdk), service, manifest };
}

export function readJson(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}
