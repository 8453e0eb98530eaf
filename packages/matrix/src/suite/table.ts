import type { Table } from '@needs-retry/fixtures/markdown';
import { commitsOf } from '../checks.js';
import { shownOf } from '../found.js';
import type { Found, PlayedCell } from '../part.js';

/** A row for each package, a column for each Node.js, and how many of all at the end. */
export function suiteTable(played: readonly PlayedCell[]): Table {
  const nodes = [...new Set(played.map(({ row }) => row))];
  const projects = [...new Set(played.map(({ column }) => column))].sort();
  const rowOf = (name: string, cells: readonly PlayedCell[], packages = 1) => ({
    tests: name,
    ...Object.fromEntries(
      nodes.map((node) => {
        const own = cells.filter(({ row }) => row === node);
        const part = own.length < packages && own.length > 0 ? `, ${own.length} of ${packages} packages` : '';
        return [node, shownOf(sumOf(own)) + part];
      }),
    ),
    commit: commitsOf(cells),
  });
  return {
    title: 'Tests, passed of played',
    rows: [
      ...projects.map((name) =>
        rowOf(
          name,
          played.filter(({ column }) => column === name),
        ),
      ),
      rowOf('all', played, projects.length),
    ],
  };
}

function sumOf(cells: readonly PlayedCell[]): Found {
  return {
    played: cells.reduce((n, { found }) => n + found.played, 0),
    failures: cells.flatMap(({ found }) => found.failures),
  };
}
