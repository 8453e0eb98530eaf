import type { Table } from '@needs-retry/fixtures/markdown';
import { shownOf } from './found.js';
import type { Cell, PlayedCell } from './part.js';

/** A cell in which one thing holds, or `act` throws why it does not. */
export function check(row: string, column: string, act: () => Promise<unknown>): Cell {
  return {
    row,
    column,
    async play() {
      await act();
      return { played: 1, failures: [] };
    },
  };
}

/** A row for each thing that was played, a column for each way to play it. */
export function tableOf(title: string, played: readonly PlayedCell[]): Table {
  const columns = unique(played.map(({ column }) => column));
  return {
    title,
    rows: unique(played.map(({ row }) => row)).map((row) => {
      const cells = played.filter((each) => each.row === row);
      const shown = columns.map((column) => [
        column,
        shownOf(cells.find((each) => each.column === column)?.found),
      ]);
      return { what: row, ...Object.fromEntries(shown), commit: commitsOf(cells) };
    }),
  };
}

/** With which code cells were played. */
export function commitsOf(cells: readonly PlayedCell[]): string {
  return unique(cells.map(({ commit }) => commit)).join(', ');
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
