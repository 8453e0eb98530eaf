import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { partKilled, scoreOf } from '../src/score.js';
import { SHARDS } from '../src/shards.js';

const SOURCE = 'const a = 1;\nconst b = a > 0\n  ? yes : no;\n';

const mutant = (
  status: MutantResult['status'],
  replacement: string,
  start: [number, number],
  end: [number, number],
) =>
  ({
    status,
    replacement,
    fileName: '/somewhere/packages/core/src/a.ts',
    location: { start: { line: start[0], column: start[1] }, end: { line: end[0], column: end[1] } },
  }) as MutantResult;

const RESULTS = [
  mutant('Killed', '2', [1, 11], [1, 12]),
  mutant('Timeout', '3', [1, 11], [1, 12]),
  mutant('Survived', 'a >= 0', [2, 11], [2, 16]),
  mutant('NoCoverage', 'no', [2, 11], [3, 13]),
  mutant('RuntimeError', '0', [3, 11], [3, 13]),
  mutant('Ignored', '4', [1, 11], [1, 12]),
];

test('a mutant that no test covers, or that ends the process, survives like one that no test notices', () => {
  const score = scoreOf(RESULTS, () => SOURCE, []);

  expect(score).toEqual({
    mutants: 5,
    killed: 2,
    equivalent: 0,
    survivors: [
      { file: 'packages/core/src/a.ts', line: 2, was: 'a > 0', became: 'a >= 0' },
      { file: 'packages/core/src/a.ts', line: 2, was: 'a > 0 ? yes : no', became: 'no' },
      { file: 'packages/core/src/a.ts', line: 3, was: 'no', became: '0' },
    ],
  });
  expect(partKilled(score)).toBe(0.4);
});

test('one that is listed as equivalent does not count', () => {
  const why = 'a is never 0';
  const equivalent = [{ file: 'packages/core/src/a.ts', was: 'a > 0', became: 'a >= 0', why }];

  expect(scoreOf(RESULTS, () => SOURCE, equivalent)).toMatchObject({ mutants: 4, killed: 2, equivalent: 1 });
});

test('every shard mutates a package that has its tests', () => {
  expect(
    Object.values(SHARDS).filter(({ mutate, tests }) => mutate.length === 0 || tests.length === 0),
  ).toEqual([]);
});

test('the nightly run has every shard once', () => {
  const workflow = join(__dirname, '..', '..', '..', '.github', 'workflows', 'nightly.yml');
  const list = /shards:\n((?: {10}- .*\n)+)/.exec(readFileSync(workflow, 'utf8'))?.[1] ?? '';

  expect(
    list
      .split(/[\s-]*\n[\s-]*|^[\s-]*| /)
      .filter(Boolean)
      .sort(),
  ).toEqual(Object.keys(SHARDS).sort());
});

test('every file of core and the adapters that has code is in one shard', () => {
  const packages = join(__dirname, '..', '..');
  const projects = readdirSync(packages).filter((name) => name === 'core' || name.startsWith('client-'));
  const files = projects.flatMap((project) =>
    readdirSync(join(packages, project, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !(project === 'core' && ONLY_EXPORTS.includes(file)))
      .map((file) => `${project}/${file}`),
  );

  const mutated = Object.values(SHARDS).flatMap(({ project, mutate }) =>
    mutate.map((file) => `${project}/${file}`),
  );

  expect(mutated.sort()).toEqual(files.sort());
});

const ONLY_EXPORTS = ['index.ts', 'internal.ts'];
