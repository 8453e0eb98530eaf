import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { repositoryRoot } from '@needs-retry/packing';
import type { Found } from './part.js';
import { run } from './run.js';
import { temporaryFolder } from './temporary.js';

/** The members of jest's report that tell what passed. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Of a file that could not be run: why. */
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Plays every test of the workspace by a Node.js, which also comes first for the processes that they start. */
export async function playTests(node: string): Promise<Found> {
  const root = repositoryRoot();
  const folder = temporaryFolder('tests');
  const report = join(folder, 'report.json');
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  // The transforms of one version are not those of another.
  const cache = ['--cacheDirectory', join(folder, 'cache')];
  const args = ['--silent', '--maxWorkers', '1', '--json', '--outputFile', report, ...cache];
  try {
    await run([node, jest, ...args], {
      cwd: root,
      env: { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
    });
  } catch (error) {
    // Tests that fail are in the report.
    if (!existsSync(report)) throw error;
  }
  return foundIn(JSON.parse(readFileSync(report, 'utf8')) as JestReport, root);
}

/** A file that could not be run is a play that failed. Tests that were skipped are none. */
export function foundIn({ testResults }: JestReport, root: string): Found {
  const files = testResults.map(({ name, status, message, assertionResults }) => {
    const path = name.slice(root.length + 1);
    const played = assertionResults.filter((each) => each.status === 'passed' || each.status === 'failed');
    const failed = played.filter((each) => each.status === 'failed');
    if (status === 'failed' && failed.length === 0) {
      return { played: played.length + 1, failures: [`${path}: ${firstLineOf(message)}`] };
    }
    return { played: played.length, failures: failed.map(({ fullName }) => `${path}: ${fullName}`) };
  });
  return {
    played: files.reduce((n, { played }) => n + played, 0),
    failures: files.flatMap(({ failures }) => failures),
  };
}

function firstLineOf(message: string): string {
  return (
    message
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '') ?? 'no reason given'
  );
}
