import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { build } from 'esbuild';
import { isKilled, keyOf, rangeOf, readResults, updateResults } from './results.js';
import type { Shard } from './shards.js';
import type { Place } from './test-runner.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** What a later run need not do again. */
const RESULTS = 'packages/mutants/results';
const PLUGIN = `${RESULTS}/test-runner.mjs`;

/** Mutates the code of a shard, one change at a time, and runs the tests that cover it. */
export async function run(name: string, shard: Shard): Promise<readonly MutantResult[]> {
  process.chdir(root);
  await compileTestRunner();
  const mutate = shard.mutate.map((file) => `packages/${shard.project}/src/${file}`);
  return new Stryker(optionsOf(name, shard, mutate)).runMutationTest();
}

/** Runs those that survived the last time, and adds them to what was killed then. */
export async function runSurvivors(name: string, shard: Shard): Promise<readonly MutantResult[]> {
  process.chdir(root);
  const before = readResults(resultsOf(name));
  const killed = before.filter(isKilled);
  const ranges = before.filter((each) => !isKilled(each)).map(rangeOf);
  if (ranges.length === 0) return killed;
  await compileTestRunner();
  const again = await new Stryker({
    ...optionsOf(name, shard, [...new Set(ranges)]),
    incremental: false,
  }).runMutationTest();
  const known = new Set(killed.map(keyOf));
  const all = [...killed, ...again.filter((each) => !known.has(keyOf(each)))];
  updateResults(resultsOf(name), again);
  return all;
}

const resultsOf = (name: string) => `${RESULTS}/${name}.json`;

/** Stryker imports the test runner in processes of its own, which load TypeScript in no other way than tests need. */
async function compileTestRunner(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('test-runner.ts', import.meta.url))],
    outfile: PLUGIN,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
}

function optionsOf(name: string, shard: Shard, mutate: string[]): PartialStrykerOptions {
  const { project, tests } = shard;
  // Tests take milliseconds, those that start programs seconds. Ten times that is for a machine at its limit.
  const hangsMs = shard.runsInPrograms ? 30_000 : 10_000;
  const place: Place = { root, project, tests, hangsMs };
  return {
    testRunner: 'one-process',
    plugins: [join(root, PLUGIN)],
    place,
    mutate,
    ignorePatterns: [
      '*',
      '!tsconfig.base.json',
      '!packages',
      'packages/*',
      `!packages/${project}`,
      `!packages/${project}/**`,
      '**/node_modules',
    ],
    // It would have us leave out mutants of what runs while loading.
    warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
    coverageAnalysis: shard.runsInPrograms ? 'off' : 'perTest',
    incremental: true,
    incrementalFile: resultsOf(name),
    reporters: ['progress-append-only'],
    logLevel: 'warn',
    tempDirName: join(tmpdir(), 'needs-retry-mutants', name),
    concurrency: 1,
    // What a mutant leaves running adds up.
    maxTestRunnerReuse: shard.changesTheSdk ? 1 : 200,
    timeoutMS: 2 * hangsMs,
    dryRunTimeoutMinutes: 20,
    disableTypeChecks: true,
  } as PartialStrykerOptions;
}
