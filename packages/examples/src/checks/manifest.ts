import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesFolder } from '../examples.js';

/** What an example needs, told three times: by its package.json, by its README's `npm install` and by its source. */
export type Manifest = {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
};

export type PackageJson = {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

export function packageJsonOf(folder: string): PackageJson {
  return JSON.parse(textOf(folder, 'package.json'));
}

export function installedByReadme(folder: string): Manifest {
  const lines = [...textOf(folder, 'README.md').matchAll(/^npm install (.*)$/gm)].map(([, names]) => names!);
  const namesIn = (dev: boolean) =>
    lines
      .filter((line) => line.startsWith('--save-dev ') === dev)
      .flatMap((line) => line.split(' ').filter((word) => !word.startsWith('--')))
      .sort();
  return { dependencies: namesIn(false), devDependencies: namesIn(true) };
}

/** The TypeScript of an example, by its name. */
export function sourcesOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(examplesFolder, folder, 'src'));
  return new Map(files.map((file) => [file, textOf(folder, 'src', file)]));
}

export function importedBySources(folder: string): readonly string[] {
  const names = [...sourcesOf(folder).values()].flatMap((text) =>
    [...text.matchAll(/from '((?!\.|node:)(?:@[^/']+\/)?[^/']+)/g)].map(([, name]) => name!),
  );
  return [...new Set(names)].sort();
}

/** What the first column of a README's table of settings names that no other file of the example has. */
export function unknownSettings(folder: string): readonly string[] {
  const [, table = ''] = /^## Settings$(.*?)(?=^## |$(?![\s\S]))/ms.exec(textOf(folder, 'README.md')) ?? [];
  const cells = [...table.matchAll(/^\| (.*?) \|/gm)].slice(2).map(([, cell]) => cell!);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  const files = readdirSync(join(examplesFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').replaceAll(/ +/g, ' '));
  const isThere = (name: string) =>
    existsSync(join(examplesFolder, folder, name)) || files.some((text) => text.includes(name));
  return named.filter((name) => !isThere(name));
}

function textOf(...path: readonly string[]): string {
  return readFileSync(join(examplesFolder, ...path), 'utf8');
}
