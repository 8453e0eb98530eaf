import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf } from '../src/blocks.js';
import { bundledCommand } from '../src/command.js';
import { root } from '../src/pages.js';
import { knownScripts, type ShellLine, shellBlocks, shellLines } from '../src/shell.js';

const lines = shellBlocks().flatMap((block) =>
  shellLines(block).map((line) => ({ ...line, where: nameOf(block) })),
);
type Located<Kind> = Extract<ShellLine, { kind: Kind }> & { readonly where: string };
const ofKind = <Kind extends ShellLine['kind']>(kind: Kind) =>
  lines.filter((line) => line.kind === kind) as unknown as readonly Located<Kind>[];

test('every line is one that a test runs or checks, or its block is marked `no-run`', () => {
  expect(ofKind('unknown').map(({ where, text }) => `${where} ${text}`)).toEqual([]);
});

test('what is to be installed can be', () => {
  const here = execFileSync('node', ['-p', NAMES_OF_THE_LOCKFILE], { cwd: root, encoding: 'utf8' });
  const known = new Set(here.split('\n'));
  const unknown = ofKind('install').flatMap(({ where, packages }) =>
    packages.filter((name) => !known.has(name)).map((name) => `${where} ${name}`),
  );

  expect(unknown).toEqual([]);
});

test('scripts of the repository exist', () => {
  const missing = ofKind('script').filter(({ script }) => !knownScripts().includes(script));

  expect(missing).toEqual([]);
});

test('the command answers as it is called', () => {
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-docs-'));
  cpSync(join(__dirname, 'sample'), folder, { recursive: true });
  const command = bundledCommand(folder);

  const failed = ofKind('run').flatMap(({ where, command: text }) => {
    const called = text.replaceAll('npx needs-retry', `node ${command}`);
    const { status, stderr } = spawnSync('bash', ['-c', called], { cwd: folder, encoding: 'utf8' });
    return status === 0 ? [] : [`${where} ${text}\n${stderr}`];
  });

  rmSync(folder, { recursive: true });
  expect(ofKind('run').length).toBeGreaterThan(5);
  expect(failed).toEqual([]);
});

/** Packages of the workspace, and those that the lockfile has. */
const NAMES_OF_THE_LOCKFILE = `
  const { readFileSync, readdirSync } = require('node:fs');
  const lockfile = [...readFileSync('pnpm-lock.yaml', 'utf8').matchAll(/^  '?(@?[^@\\s']+)@[^:]*:$/gm)].map(([, name]) => name);
  const own = readdirSync('packages').map((name) => JSON.parse(readFileSync('packages/' + name + '/package.json', 'utf8')));
  [...lockfile, ...own.filter((each) => !each.private).map((each) => each.name)].join('\\n');
`;
