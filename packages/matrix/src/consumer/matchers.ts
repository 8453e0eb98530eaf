import { deepStrictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repositoryRoot } from '@needs-retry/packing';
import type { Check } from '../checks.js';
import { run } from '../run.js';
import type { Consumer } from './linked.js';

const ROW = 'matchers';

/** The matchers of `@needs-retry/testing` in real test runners: one test that passes, one that fails and says why. */
export function matcherChecks(consumer: Consumer): readonly Check[] {
  const jest = join(repositoryRoot(), 'node_modules', 'jest', 'bin', 'jest.js');
  const config = JSON.stringify({ rootDir: programsOf(consumer), testEnvironment: 'node', transform: {} });
  const jestArgs = ['--config', config, '--json', '--runInBand'];
  const vitest = join(consumer.folder, 'node_modules', 'vitest', 'vitest.mjs');
  const vitestArgs = ['run', '--reporter=json'];
  return [
    runnerCheck(consumer, 'Jest', 'jest.test.js', [jest, ...jestArgs]),
    runnerCheck(consumer, 'Jest, imported', 'jest-globals.test.js', [jest, ...jestArgs]),
    runnerCheck(consumer, 'Vitest', 'vitest.test.mjs', [vitest, ...vitestArgs]),
  ];
}

/** The types that the matchers add to those of each runner. */
export function matcherTypeChecks(consumer: Consumer): readonly Check[] {
  const tsc = join(repositoryRoot(), 'node_modules', 'typescript', 'bin', 'tsc');
  const strict = ['--strict', '--skipLibCheck', '--noEmit', '--target', 'es2022'];
  const typeRoots = ['--typeRoots', join(repositoryRoot(), 'node_modules', '@types')];
  return [
    ['jest', 'jest'],
    ['jest-globals', 'node'],
    ['vitest', 'node'],
  ].map(([program, types]) => ({
    row: ROW,
    column: `types of ${program}`,
    async act() {
      const args = [...strict, ...typeRoots, '--types', types!, '--module', 'nodenext', `${program}.mts`];
      await run([process.execPath, tsc, ...args], { cwd: programsOf(consumer) });
    },
  }));
}

function programsOf({ folder }: Consumer): string {
  return join(folder, 'matchers');
}

function runnerCheck(consumer: Consumer, column: string, file: string, command: readonly string[]): Check {
  return {
    row: ROW,
    column,
    async act() {
      deepStrictEqual(await testsIn(programsOf(consumer), file, command), EXPECTED);
    },
  };
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

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs the tests of a file; resolves with how each ended, and with the message of those that failed. */
async function testsIn(folder: string, file: string, command: readonly string[]): Promise<readonly string[]> {
  const report = join(folder, `${file}.json`);
  const args = [...command, `--outputFile=${report}`, file];
  // A test that fails, as one is to, makes the runner fail.
  const failure = await run([process.execPath, ...args], { cwd: folder }).catch((error: unknown) => error);
  if (!existsSync(report)) throw failure;
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) =>
      [`${status}: ${title}`, ...failureMessages.map(withoutStack)].join('\n'),
    ),
  );
}

function withoutStack(message: string): string {
  return stripVTControlCharacters(message).split(/\n +at /)[0]!;
}
