import { atOnce } from './at-once.js';
import type { PartResult, PlayOptions } from './part.js';

/** Something that holds, or throws why it does not. A cell of a table. */
export interface Check {
  readonly row: string;
  readonly column: string;
  act(): Promise<void>;
}

/** Plays checks, and makes a table of those that held and those that did not. */
export async function playChecks(
  title: string,
  checks: readonly Check[],
  { jobs, only = '', say }: PlayOptions,
): Promise<PartResult> {
  const played = checks.filter(({ row }) => row.includes(only));
  const problems = await atOnce(jobs, played, async ({ row, column, act }) => {
    const since = performance.now();
    const problem = await problemOf(act);
    say(
      `${row}, ${column}: ${problem === undefined ? '✓' : '✗'} ${Math.round(performance.now() - since)} ms`,
    );
    return problem;
  });
  const failures = played.flatMap(({ row, column }, i) =>
    problems[i] === undefined ? [] : [`${row}, ${column}: ${problems[i]}`],
  );
  return {
    tables: played.length === 0 ? [] : [{ title, rows: rowsOf(played, problems) }],
    passed: played.length - failures.length,
    failures,
  };
}

async function problemOf(act: Check['act']): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function rowsOf(checks: readonly Check[], problems: readonly (string | undefined)[]) {
  const columns = [...new Set(checks.map(({ column }) => column))];
  return [...new Set(checks.map(({ row }) => row))].map((row) => {
    const cells = columns.map((column) => {
      const index = checks.findIndex((check) => check.row === row && check.column === column);
      if (index === -1) return [column, '–'];
      return [column, problems[index] === undefined ? '✓' : '✗'];
    });
    return { what: row, ...Object.fromEntries(cells) };
  });
}
