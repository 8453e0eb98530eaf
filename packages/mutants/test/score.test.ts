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
  mutant('Killed', '2', [0, 10], [0, 11]),
  mutant('Timeout', '3', [0, 10], [0, 11]),
  mutant('Survived', 'a >= 0', [1, 10], [1, 15]),
  mutant('NoCoverage', 'no', [1, 10], [2, 12]),
  mutant('Ignored', '4', [0, 10], [0, 11]),
];

test('a mutant that no test covers survives like one that no test notices', () => {
  const score = scoreOf(RESULTS, () => SOURCE, []);

  expect(score).toEqual({
    mutants: 4,
    killed: 2,
    equivalent: 0,
    survivors: [
      { file: 'packages/core/src/a.ts', line: 2, was: 'a > 0', became: 'a >= 0' },
      { file: 'packages/core/src/a.ts', line: 2, was: 'a > 0 ? yes : no', became: 'no' },
    ],
  });
  expect(partKilled(score)).toBe(0.5);
});

test('one that is listed as equivalent does not count', () => {
  const why = 'a is never 0';
  const equivalent = [{ file: 'packages/core/src/a.ts', was: 'a > 0', became: 'a >= 0', why }];

  expect(scoreOf(RESULTS, () => SOURCE, equivalent)).toMatchObject({ mutants: 3, killed: 2, equivalent: 1 });
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

test('adapters of all services are in shards', () => {
  const folders = readdirSync(join(__dirname, '..', '..')).filter((name) => name.startsWith('client-'));

  expect(Object.keys(SHARDS)).toEqual(expect.arrayContaining(folders));
});
