import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cached } from '../cache.js';
import { run } from '../run.js';
import type { SdkVersion } from './versions.js';

/** A version of the SDK, installed with the packages that it resolves to. Resolves with its folder. */
export function installTree({ name, clients, before }: SdkVersion): Promise<string> {
  return cached(`sdk-${name}`, [clients, before], async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const packages = Object.entries(clients).map(
      ([client, version]) => `@aws-sdk/client-${client}@${version}`,
    );
    const flags = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run(['npm', 'install', ...flags, ...(before ? [`--before=${before}`] : []), ...packages], {
      cwd: folder,
    });
  });
}

/** `@smithy/core` 3.20.0: the packages that hold the retry code of a tree. */
export function retryPackagesOf(folder: string): readonly string[] {
  const names = ['@smithy/core', '@smithy/middleware-retry', '@aws-sdk/middleware-retry'];
  return names.flatMap((name) => {
    const version = versionOf(folder, name);
    return version === undefined ? [] : [`${name} ${version}`];
  });
}

/** The version of a package as the S3 client of the tree gets it. */
function versionOf(folder: string, name: string): string | undefined {
  const paths = createRequire(
    join(folder, 'node_modules', '@aws-sdk', 'client-s3', 'package.json'),
  ).resolve.paths(name);
  for (const path of paths ?? []) {
    if (!path.startsWith(folder)) continue;
    try {
      return JSON.parse(readFileSync(join(path, name, 'package.json'), 'utf8')).version;
    } catch {}
  }
  return undefined;
}
