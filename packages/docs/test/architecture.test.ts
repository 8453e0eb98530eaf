import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allPages, root } from '../src/pages.js';
import { tablesOf } from '../src/tables.js';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const page = allPages().find(({ path }) => path === 'docs/architecture.md')!;
const folders = readdirSync(join(root, 'packages')).filter((folder) =>
  existsSync(join(root, 'packages', folder, 'package.json')),
);
const manifests = new Map(folders.map((folder) => [folder, manifestOf(join('packages', folder))]));
const folderByName = new Map([...manifests].map(([folder, { name }]) => [name, folder]));

test('the page lists every package, with the packages of ours that it needs', () => {
  const listed = rowsUnder(['package', 'what it does', 'needs']).flatMap(([names, , needs]) =>
    expanded(namesIn(names), folders).map((folder) => [folder, expanded(namesIn(needs), folders).sort()]),
  );

  const actual = [...manifests].map(([folder, { dependencies = {} }]) => [
    folder,
    Object.keys(dependencies)
      .flatMap((name) => folderByName.get(name) ?? [])
      .sort(),
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(actual));
  expect(listed.length).toBe(folders.length);
});

test('the page says why a published package has each dependency of others', () => {
  const listed = new Map<string, string[]>();
  let current: readonly string[] = [];
  for (const [names, needs] of rowsUnder(['package', 'needs', 'why'])) {
    if (names !== '') current = expanded(namesIn(names), folders);
    for (const folder of current) listed.set(folder, [...(listed.get(folder) ?? []), ...namesIn(needs)]);
  }

  const actual = [...listed.keys()].map((folder): [string, string[]] => {
    const { dependencies, peerDependencies } = manifests.get(folder)!;
    const isPeer = folder === 'opentelemetry';
    return [folder, Object.keys((isPeer ? peerDependencies : foreign(dependencies)) ?? {}).sort()];
  });
  expect(Object.fromEntries([...listed].map(([folder, names]) => [folder, names.sort()]))).toEqual(
    Object.fromEntries(actual),
  );
  expect([...listed.keys()].sort()).toEqual(folders.filter(isPublished).sort());
});

test('the page names every dependency for development, and no other', () => {
  const used = new Set([manifestOf('.'), ...manifests.values()].flatMap(dependenciesOf));
  const named = [
    ...rowsUnder(['package', 'needs', 'why']).flatMap(([, needs]) => namesIn(needs)),
    ...rowsUnder(['package', 'why']).flatMap(([names]) => namesIn(names)),
  ];

  expect([...used].filter((name) => !named.some((pattern) => matches(pattern, name)))).toEqual([]);
  expect(named.filter((pattern) => ![...used].some((name) => matches(pattern, name)))).toEqual([]);
});

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

function isPublished(folder: string): boolean {
  return !('private' in manifests.get(folder)!);
}

function dependenciesOf(manifest: Manifest): readonly string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap((each) =>
    Object.keys(foreign(each)),
  );
}

/** Those that are no packages of ours. */
function foreign(dependencies: Manifest['dependencies'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => !folderByName.has(name)));
}

/** The rows of the page's tables with these headings. */
function rowsUnder(headings: readonly string[]): readonly (readonly [string, string, string])[] {
  return tablesOf(page)
    .filter((table) => table.headings.join() === headings.join())
    .flatMap(({ rows }) =>
      rows.map(([first = '', second = '', third = '']) => [first, second, third] as const),
    );
}

/** What stands in code in a cell. */
function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

function expanded(patterns: readonly string[], names: readonly string[]): string[] {
  return patterns.flatMap((pattern) => names.filter((name) => matches(pattern, name)));
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
