import { existsSync, readFileSync } from 'node:fs';
import { type RunOptions, run } from './run.js';

/** The members of a report of Jest that tell what passed. Vitest's are the same. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Of a file that could not be run: why. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly fullName: string;
      readonly status: string;
      /** Of a test that failed: why. */
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs a test runner, which is to write its report into a file. Tests that fail are in the report. */
export async function reportOf(
  command: readonly [string, ...string[]],
  file: string,
  options: RunOptions,
): Promise<JestReport> {
  try {
    await run([...command, `--outputFile=${file}`], options);
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
}
