import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { type PackedPackage, packAll, publicPackages, repositoryRoot } from '@needs-retry/packing';
import { run } from '../run.js';
import { temporaryFolder } from '../temporary.js';

/** A folder outside the workspace that uses the packages as they are packed. */
export interface Consumer {
  readonly folder: string;
  readonly packages: readonly PackedPackage[];
}

let consumer: Promise<Consumer> | undefined;

/** One for all parts of a run: the packages unpacked, and what they depend on from where this workspace has it. */
export function linkedConsumer(): Promise<Consumer> {
  consumer ??= makeConsumer();
  return consumer;
}

async function makeConsumer(): Promise<Consumer> {
  const folder = temporaryFolder('consumer');
  const packages = packAll(repositoryRoot(), join(folder, 'tarballs'));
  for (const { name, tarball } of packages) {
    const target = join(folder, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    await run(['tar', '-xzf', tarball, '-C', target, '--strip-components=1'], { cwd: folder });
  }
  linkDependencies(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  writePrograms(folder, packages);
  return { folder, packages };
}

function linkDependencies(folder: string): void {
  const link = (name: string, path: string) => {
    const target = join(folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    if (!existsSync(target)) symlinkSync(path, target);
  };
  for (const { path: source, manifest } of publicPackages(repositoryRoot())) {
    const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const name of names.filter((each) => !each.startsWith('@needs-retry/'))) {
      link(name, join(source, 'node_modules', name));
    }
  }
  link('@types/node', join(repositoryRoot(), 'node_modules', '@types', 'node'));
  link('client-s3-of-2024', join(packageDirectory('matrix'), 'node_modules', 'client-s3-of-2024'));
}

/** The programs that use the packages, and the names of the packages for those that need them. */
export function writePrograms(folder: string, packages: readonly PackedPackage[]): void {
  cpSync(join(packageDirectory('matrix'), 'programs'), folder, { recursive: true });
  const names = packages.map(({ name }) => name);
  writeFileSync(join(folder, 'packages.json'), JSON.stringify(names));
  const imports = names.map((name, i) => `export * as p${i} from '${name}';`).join('\n');
  writeFileSync(join(folder, 'consumer.mts'), imports);
  writeFileSync(join(folder, 'consumer.cts'), imports);
}
