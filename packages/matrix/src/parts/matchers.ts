import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repositoryRoot } from '@needs-retry/packing';
import { check, tableOf } from '../checks.js';
import { linkedConsumer } from '../consumer/linked.js';
import { type JestReport, reportOf } from '../jest-report.js';
import type { Cell, Part } from '../part.js';
import { run } from '../run.js';

const ROW = 'matchers of @needs-retry/testing';

export const matchers: Part = {
  about: 'the matchers of @needs-retry/testing as it is packed, in Jest and Vitest',
  plays: (name) => /^@needs-retry\/(core|testing)$/.test(name),
  cells: ({ sample }) => [...runnerCells(), ...(sample ? [] : typeCells())],
  table: (played) => tableOf('Matchers', played),
};

/** In real test runners: one test that passes, one that fails and says why. */
function runnerCells(): readonly Cell[] {
  const jest = (folder: string) => {
    const config = JSON.stringify({ rootDir: folder, testEnvironment: 'node', transform: {} });
    return [jestProgram(), '--config', config, '--json', '--runInBand'];
  };
  const vitest = (folder: string) => [
    join(folder, '..', 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=json',
  ];
  const runner = (column: string, file: string, command: (folder: string) => readonly string[]) =>
    check(ROW, column, async () => {
      const folder = await programs();
      deepStrictEqual(await testsIn(folder, file, command(folder)), EXPECTED);
    });
  return [
    runner('Jest', 'jest.test.js', jest),
    runner('Jest, imported', 'jest-globals.test.js', jest),
    runner('Vitest', 'vitest.test.mjs', vitest),
  ];
}

/** The types that the matchers add to those of each runner. */
function typeCells(): readonly Cell[] {
  const tsc = join(repositoryRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
  const strict = ['--strict', '--skipLibCheck', '--noEmit', '--target', 'es2022'];
  const typeRoots = ['--typeRoots', join(repositoryRoot(), 'node_modules', '@types')];
  const program = (name: string, types: string) =>
    check(ROW, `types of ${name}`, async () => {
      const args = [...strict, ...typeRoots, '--types', types, '--module', 'nodenext', `${name}.mts`];
      await run([process.execPath, tsc, ...args], { cwd: await programs() });
    });
  return [program('jest', 'jest'), program('jest-globals', 'node'), program('vitest', 'node')];
}

function jestProgram(): string {
  return join(repositoryRoot(), 'node_modules', 'jest', 'bin', 'jest.js');
}

async function programs(): Promise<string> {
  return join((await linkedConsumer()).folder, 'matchers');
}

const EXPECTED = [
  'passed: passes',
  `failed: fails
Error: expect(recording).toHaveRetried(operation)

Expected retries of s3: 2
Recorded: 1

Retries recorded:
  s3.ListBuckets, attempt 2, after SlowDown (503)`,
];

/** Runs the tests of a file; resolves with how each ended, and with the message of those that failed. */
async function testsIn(folder: string, file: string, command: readonly string[]): Promise<readonly string[]> {
  const report = join(folder, `${file}.json`);
  const { testResults } = await reportOf([process.execPath, ...command, file], report, { cwd: folder });
  return testResults.flatMap(({ assertionResults }) => assertionResults.map(shownOf));
}

type Test = JestReport['testResults'][number]['assertionResults'][number];

function shownOf({ title, status, failureMessages }: Test): string {
  return [`${status}: ${title}`, ...failureMessages.map(withoutStack)].join('\n');
}

function withoutStack(message: string): string {
  return stripVTControlCharacters(message).split(/\n +at /)[0]!;
}
