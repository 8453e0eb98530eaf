import { atOnce } from './at-once.js';
import type { Cell, Found, PlayedCell } from './part.js';

export interface PlayOptions {
  /** How many cells are played at once. */
  readonly jobs: number;
  /** Of the packages that are played. */
  readonly commit: string;
  /** Called for each cell as soon as it was played. */
  readonly onPlayed: (played: PlayedCell, ms: number) => void;
}

/** Plays cells. What a cell throws is its failure, and the others are played all the same. */
export function playCells(
  cells: readonly Cell[],
  { jobs, commit, onPlayed }: PlayOptions,
): Promise<readonly PlayedCell[]> {
  return atOnce(jobs, cells, async (cell) => {
    const since = performance.now();
    const { row, column } = cell;
    const played = { row, column, commit, found: await foundIn(cell) };
    onPlayed(played, performance.now() - since);
    return played;
  });
}

async function foundIn(cell: Cell): Promise<Found> {
  try {
    return await cell.play();
  } catch (error) {
    return { played: 1, failures: [error instanceof Error ? error.message : String(error)] };
  }
}
