import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import type { Shard } from './shards.js';
import type { Place } from './test-runner.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** What a later run need not do again. */
const RESULTS = 'packages/mutants/results';
/** Stryker loads our test runner in processes of its own. */
const TYPESCRIPT = ['--require', 'tsx/cjs'];

/** Mutates the code of a shard, one change at a time, and runs the tests that cover it. */
export async function run(name: string, shard: Shard): Promise<readonly MutantResult[]> {
  process.chdir(root);
  return new Stryker(optionsOf(name, shard)).runMutationTest();
}

function optionsOf(name: string, { project, mutate, tests, runsInPrograms }: Shard): PartialStrykerOptions {
  const place: Place = { root, project, tests };
  return {
    testRunner: 'one-process',
    plugins: [fileURLToPath(new URL('plugin.cjs', import.meta.url))],
    testRunnerNodeArgs: TYPESCRIPT,
    checkerNodeArgs: TYPESCRIPT,
    place,
    mutate: mutate.map((files) => `packages/${project}/src/${files}`),
    ignorePatterns: [
      '*',
      '!tsconfig.base.json',
      '!packages',
      'packages/*',
      `!packages/${project}`,
      `!packages/${project}/**`,
      '**/node_modules',
    ],
    coverageAnalysis: runsInPrograms ? 'off' : 'perTest',
    incremental: true,
    incrementalFile: `${RESULTS}/${name}.json`,
    reporters: ['progress-append-only'],
    logLevel: 'warn',
    tempDirName: join(tmpdir(), 'needs-retry-mutants'),
    concurrency: 1,
    // What a mutant leaves running adds up.
    maxTestRunnerReuse: 200,
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 20,
    disableTypeChecks: true,
  } as PartialStrykerOptions;
}
