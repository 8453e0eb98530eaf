import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocksOf } from './blocks.js';
import { allPages, root } from './pages.js';

/** What a test does with a line of a shell block. */
export type ShellLine =
  /** Runs it: a call of the command `needs-retry` on files. */
  | { readonly kind: 'run'; readonly command: string }
  /** Looks whether the packages are ours or were installed here. */
  | { readonly kind: 'install'; readonly by: string; readonly packages: readonly string[] }
  /** Looks whether the script is in package.json. */
  | { readonly kind: 'script'; readonly script: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** Blocks whose lines a test runs or checks: all that are not marked `no-run`. */
export function shellBlocks(): readonly Block[] {
  return allPages()
    .flatMap(blocksOf)
    .filter(({ language, marks }) => ['sh', 'bash', 'shell'].includes(language) && !marks.includes('no-run'));
}

/** The lines of a block, without comments; a line that ends with a backslash goes on. */
export function shellLines({ code }: Block): readonly ShellLine[] {
  return code
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map(shellLine);
}

function shellLine(text: string): ShellLine {
  const [, by, packages] = /^(npm install|pnpm add|yarn add|bun add)((?: \S+)+)$/.exec(text) ?? [];
  if (by !== undefined) return { kind: 'install', by, packages: packages!.split(' ').filter(isPackage) };
  const [, script] = /^(?:\w+=\w+ )*npx --yes pnpm@12 (?:run )?([\w:-]+)/.exec(text) ?? [];
  if (script !== undefined) return { kind: 'script', script };
  const isAnswered = /^npx needs-retry /.test(text) && !/--log-group|--follow|-f\b/.test(text);
  return isAnswered ? { kind: 'run', command: text } : { kind: 'unknown', text };
}

const isPackage = (word: string): boolean => word !== '' && !word.startsWith('-');

/** Of package.json, and pnpm's own commands that the docs use. */
export function knownScripts(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  return [...Object.keys(scripts), 'changeset', 'install'];
}
