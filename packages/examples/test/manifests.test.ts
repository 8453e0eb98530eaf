import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  importedBySources,
  installedByReadme,
  packageJsonOf,
  unknownSettings,
} from '../src/checks/manifest.js';
import { exampleFolders, examples, examplesFolder, taskExample } from '../src/examples.js';

const folders = [...new Set([...examples, taskExample].map(({ folder }) => folder))].sort();

test('every example is played, and is in the table of all with its packages', () => {
  const readme = readFileSync(join(examplesFolder, 'README.md'), 'utf8');
  const rows = readme.matchAll(/^\| \[[^\]]+\]\(([\w-]+)\/README\.md\) \| [^|]+ \| ([^|]+) \|/gm);

  expect(exampleFolders()).toEqual(folders);
  expect(Object.fromEntries([...rows].map(([, folder, packages]) => [folder, packages]))).toEqual(
    Object.fromEntries(folders.map((folder) => [folder, ownPackagesOf(folder)])),
  );
});

/** As the table writes them. */
function ownPackagesOf(folder: string): string {
  const own = Object.keys(packageJsonOf(folder).dependencies).filter((name) =>
    name.startsWith('@needs-retry/'),
  );
  return own.map((name) => `\`${name.replace('@needs-retry/', '')}\``).join(', ');
}

/** What a build needs beside what the source imports. */
const TOOLS = ['aws-cdk', 'esbuild', 'serverless', 'tsx', '@types/node', '@types/aws-lambda'];

test.each(folders)('%s: package.json, README and source name the same packages', (folder) => {
  const { dependencies, devDependencies } = packageJsonOf(folder);
  const versions = { ...dependencies, ...devDependencies };

  expect(installedByReadme(folder)).toEqual({
    dependencies: Object.keys(dependencies).sort(),
    devDependencies: Object.keys(devDependencies).sort(),
  });
  expect(importedBySources(folder)).toEqual(
    Object.keys(versions)
      .filter((name) => !TOOLS.includes(name))
      .sort(),
  );
  const own = Object.entries(versions).filter(([name]) => name.startsWith('@needs-retry/'));
  expect(own.map(([, version]) => version)).toEqual(own.map(() => '^0.1.0'));
});

test.each(folders)('%s: has the settings that its README explains', (folder) => {
  expect(unknownSettings(folder)).toEqual([]);
});
