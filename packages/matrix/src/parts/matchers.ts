import { deepStrictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repositoryRoot } from '@needs-retry/packing';
import { check, tableOf } from '../checks.js';
import { linkedConsumer, writePrograms } from '../consumer/linked.js';
import { type JestReport, reportOf } from '../jest-report.js';
import type { Cell, Part } from '../part.js';
import { run } from '../run.js';
import { temporaryFolder } from '../temporary.js';

const ROW = 'matchers of @needs-retry/testing';

export const matchers: Part = {
  about: 'the matchers of @needs-retry/testing as it is packed, in Jest and Vitest',
  plays: (name) => /^@needs-retry\/(core|testing)$/.test(name),
  cells({ sample }) {
    const newest = runnerCells({ jest: 'Jest', vitest: 'Vitest' }, linkedProject);
    if (sample) return newest;
    let installed: Promise<Project> | undefined;
    const oldest = runnerCells({ jest: 'Jest 29', vitest: 'Vitest 3.2' }, () => {
      installed ??= installOldest();
      return installed;
    });
    return [...newest, ...oldest, ...typeCells()];
  },
  table: (played) => tableOf('Matchers', played),
};

/** A project that has the packages as they are packed, and the runners that it has. */
interface Project {
  readonly folder: string;
  readonly jest: string;
  readonly vitest: string;
}

/** In real test runners: one test that passes, one that fails and says why. */
function runnerCells(names: Readonly<Record<'jest' | 'vitest', string>>, project: () => Promise<Project>) {
  const runner = (column: string, file: string, command: (project: Project) => readonly string[]): Cell =>
    check(ROW, column, async () => {
      const made = await project();
      deepStrictEqual(await testsIn(programsIn(made.folder), file, command(made)), EXPECTED);
    });
  return [
    runner(names.jest, 'jest.test.js', withJest),
    runner(`${names.jest}, imported`, 'jest-globals.test.js', withJest),
    runner(names.vitest, 'vitest.test.mjs', ({ vitest }) => [vitest, 'run', '--reporter=json']),
  ];
}

function withJest({ folder, jest }: Project): readonly string[] {
  const config = JSON.stringify({ rootDir: programsIn(folder), testEnvironment: 'node', transform: {} });
  return [jest, '--config', config, '--json', '--runInBand'];
}

const programsIn = (folder: string): string => join(folder, 'matchers');

/** The runners of this workspace. */
async function linkedProject(): Promise<Project> {
  const { folder } = await linkedConsumer();
  return {
    folder,
    jest: join(repositoryRoot(), 'node_modules', 'jest', 'bin', 'jest.js'),
    vitest: join(folder, 'node_modules', 'vitest', 'vitest.mjs'),
  };
}

/** The oldest runners that the packages say they work with, installed by npm beside the tarballs. */
async function installOldest(): Promise<Project> {
  const { packages } = await linkedConsumer();
  const folder = temporaryFolder('oldest-runners');
  writePrograms(folder, packages);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const ours = packages.filter(({ name }) => matchers.plays!(name)).map(({ tarball }) => tarball);
  const others = ['@aws-sdk/client-s3', 'jest@29', '@jest/globals@29', 'vitest@3.2'];
  await run(['npm', 'install', '--no-audit', '--no-fund', ...ours, ...others], { cwd: folder });
  const inModules = (...path: readonly string[]) => join(folder, 'node_modules', ...path);
  return {
    folder,
    jest: inModules('jest', 'bin', 'jest.js'),
    vitest: inModules('vitest', 'vitest.mjs'),
  };
}

/** The types that the matchers add to those of each runner. */
function typeCells(): readonly Cell[] {
  const tsc = join(repositoryRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
  const strict = ['--strict', '--skipLibCheck', '--noEmit', '--target', 'es2022'];
  const typeRoots = ['--typeRoots', join(repositoryRoot(), 'node_modules', '@types')];
  const program = (name: string, types: string) =>
    check(ROW, `types of ${name}`, async () => {
      const args = [...strict, ...typeRoots, '--types', types, '--module', 'nodenext', `${name}.mts`];
      await run([process.execPath, tsc, ...args], { cwd: programsIn((await linkedConsumer()).folder) });
    });
  return [program('jest', 'jest'), program('jest-globals', 'node'), program('vitest', 'node')];
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
