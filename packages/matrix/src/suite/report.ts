import type { JestReport } from '../jest-report.js';
import type { Found } from '../part.js';

/** A file that could not be run is a play that failed. Tests that were skipped are none. */
export function foundIn({ testResults }: JestReport, root: string): Found {
  const files = testResults.map(({ name, status, message, assertionResults }) => {
    const path = name.slice(root.length + 1);
    const played = assertionResults.filter((each) => each.status === 'passed' || each.status === 'failed');
    const failed = played.filter((each) => each.status === 'failed');
    if (status === 'failed' && failed.length === 0) {
      return { played: played.length + 1, failures: [`${path}: ${firstLineOf(message)}`] };
    }
    const failures = failed.map(
      ({ fullName, failureMessages }) => `${path}: ${fullName}: ${firstLineOf(failureMessages.join('\n'))}`,
    );
    return { played: played.length, failures };
  });
  return {
    played: files.reduce((n, { played }) => n + played, 0),
    failures: files.flatMap(({ failures }) => failures),
  };
}

function firstLineOf(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '') ?? 'no reason given';
}
