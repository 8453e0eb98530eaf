import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import type { Shard } from './shards.js';

const { projects } = createRequire(import.meta.url)('../../../jest.config.ts').default as {
  readonly projects: readonly { readonly displayName: string }[];
};
const root = fileURLToPath(new URL('../../..', import.meta.url));
/** What a later run need not do again. */
const RESULTS = 'packages/mutants/results';

/** Mutates the code of a shard, one change at a time, and runs the tests that cover it. */
export async function run(name: string, shard: Shard): Promise<readonly MutantResult[]> {
  process.chdir(root);
  return new Stryker(optionsOf(name, shard)).runMutationTest();
}

function optionsOf(name: string, { project, mutate, tests }: Shard): PartialStrykerOptions {
  return {
    testRunner: 'jest',
    // Beside this package, and not beside Stryker's own, where it would look.
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/jest-runner'))],
    jest: { projectType: 'custom', config: jestConfigOf(project, tests), enableFindRelatedTests: false },
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
    coverageAnalysis: 'perTest',
    incremental: true,
    incrementalFile: `${RESULTS}/${name}.json`,
    reporters: ['progress'],
    tempDirName: join(tmpdir(), 'needs-retry-mutants'),
    concurrency: 1,
    // Each run loads the SDK anew, which its process does not give back.
    maxTestRunnerReuse: 50,
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 20,
    disableTypeChecks: true,
  } as PartialStrykerOptions;
}

/** The project as all tests have it, but for its place, which is a copy of it, and its tests. */
function jestConfigOf(project: string, tests: readonly string[]) {
  const there = readdirSync(join(root, 'packages', project, 'test'));
  const { displayName: _, ...config } = projects.find(({ displayName }) => displayName === project)!;
  const files = tests.map((name) => `${name}.test.ts`).filter((file) => there.includes(file));
  return {
    ...config,
    rootDir: `packages/${project}`,
    testMatch: files.map((file) => `<rootDir>/test/${file}`),
  };
}
