import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages, repositoryRoot } from '../src/index.js';

// What the registry shows of a package. Nothing else of the repository is there.

const root = repositoryRoot(__dirname);
const packages = publicPackages(root).map(({ path, manifest: { name } }) => ({
  name,
  readme: readFileSync(join(path, 'README.md'), 'utf8'),
}));

test.each(packages)('the README of $name has all sections', ({ name, readme }) => {
  const sections = [...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title);

  expect(readme.startsWith(`# ${name}\n`)).toBe(true);
  expect(sections).toEqual(
    expect.arrayContaining(['Install', 'Use', 'Output', 'Options', 'Supported versions', 'More']),
  );
  expect(sectionOf(readme, 'Options')).toMatch(/^\| option .*\n\| ---/m);
});

test.each(packages)('the README of $name installs it with every package manager', ({ name, readme }) => {
  const install = sectionOf(readme, 'Install');

  for (const command of ['npm install', 'pnpm add', 'yarn add', 'bun add']) {
    expect(install).toMatch(new RegExp(`^${command} (-\\S+ )?(\\S+ )*${name}( |$)`, 'm'));
  }
});

test.each(packages)('the README of $name links absolutely', ({ readme }) => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);

  expect(links.filter((link) => !link.startsWith('https://'))).toEqual([]);
});

function sectionOf(readme: string, title: string): string {
  return readme.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}
