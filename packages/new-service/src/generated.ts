import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readme } from './readme.js';
import { servicesPage } from './services-page.js';
import { servicesIndex, servicesManifest, servicesUnderTest } from './tables.js';
import { commonFiles, type Files, type Versions } from './templates.js';
import { readJson, type ServicePackage } from './workspace.js';

/** Everything that is written by this package and not by hand, by its path in the repository. */
export function generatedFiles(root: string, all: readonly ServicePackage[]): Files {
  const names = all.map((each) => each.names);
  return formatted(root, {
    ...Object.assign({}, ...all.map(filesOf)),
    'packages/services/src/index.ts': servicesIndex(names),
    'packages/services/test/services.ts': servicesUnderTest(names),
    'packages/services/package.json': servicesManifest(
      readJson(join(root, 'packages', 'services', 'package.json')),
      names,
    ),
    'docs/services.md': servicesPage(all),
  });
}

/** Code as the formatter has it. Most of it is right as it is written, and the formatter takes its time to start. */
export function formatted(root: string, files: Files): Files {
  const isLong = (path: string, text: string) => path.endsWith('.ts') && /^.{111}/m.test(text);
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, isLong(path, text) ? format(root, path, text) : text]),
  );
}

function format(root: string, path: string, text: string): string {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  return execFileSync(biome, ['format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
}

function filesOf({ names, service, manifest }: ServicePackage): Files {
  const versions: Versions = {
    own: manifest.version as string,
    devDependencies: manifest.devDependencies as Versions['devDependencies'],
  };
  const files = { ...commonFiles(names, versions), 'README.md': readme(names, service) };
  const entries = Object.entries(files).map(
    ([path, text]) => [`packages/${names.folder}/${path}`, text] as const,
  );
  return Object.fromEntries(entries.filter(([path]) => !BY_HAND.includes(path)));
}

// `observeDynamoDB` takes document clients too.
const BY_HAND: readonly string[] = [
  'packages/client-dynamodb/src/index.ts',
  'packages/client-dynamodb/test/types/clients.ts',
];
