import { relative } from 'node:path';
import { type Manifest, publicPackages, repositoryRoot } from '../src/index.js';

const REPOSITORY = 'https://github.com/needs-retry/needs-retry';
const root = repositoryRoot(__dirname);
const packages = publicPackages(root).map(({ path, manifest }): Manifest & { readonly folder: string } => ({
  ...manifest,
  folder: relative(root, path),
}));

test.each(packages)('$name says where it comes from, and what it is about', (manifest) => {
  expect(manifest).toMatchObject({
    license: 'Apache-2.0',
    homepage: `${REPOSITORY}/tree/main/${manifest.folder}#readme`,
    bugs: `${REPOSITORY}/issues`,
    repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: manifest.folder },
    publishConfig: { access: 'public' },
  });
  expect(manifest.description).toMatch(/^[A-Z].{20,}[^.]$/);
  expect(manifest.keywords).toEqual(expect.arrayContaining(['aws', 'aws-sdk', 'retry']));
});

test.each(packages)('$name depends by caret, and only on what is published', (manifest) => {
  const names = new Set(packages.map(({ name }) => name));
  const internal = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
    ([name, range]) => name.startsWith('@needs-retry/') || names.has(name) || range.startsWith('workspace:'),
  );

  for (const [name, range] of internal) {
    expect(names).toContain(name);
    expect([name, range]).toEqual([name, 'workspace:^']);
  }
});
