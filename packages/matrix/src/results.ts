import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cell, PlayedCell } from './part.js';

type Place = Pick<Cell, 'row' | 'column'>;

/**
 * What is known of the cells of a part, in a file with a line for each: that of its last play. A run of a few cells leaves
 * the others as they are.
 */
export class Results {
  /** @param cells all of the part, in the order of the file. Results of others are dropped. */
  constructor(
    private readonly file: string,
    private readonly cells: readonly Place[],
  ) {}

  read(): readonly PlayedCell[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, 'utf8').split('\n').filter(Boolean);
    return this.sorted(lines.map((line) => JSON.parse(line) as PlayedCell));
  }

  keep(played: PlayedCell): void {
    const known = this.sorted([...this.read(), played]);
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, known.map((each) => `${JSON.stringify(each)}\n`).join(''));
  }

  /** Whether all was well with a cell at this commit. Changes that are not committed make another code of it. */
  havePassed({ row, column, commit }: Place & Pick<PlayedCell, 'commit'>): boolean {
    return (
      !commit.endsWith('+') &&
      this.read().some(
        (each) =>
          each.row === row &&
          each.column === column &&
          each.commit === commit &&
          each.found.failures.length === 0,
      )
    );
  }

  /** The last of each place. */
  private sorted(played: readonly PlayedCell[]): readonly PlayedCell[] {
    const known = new Map(played.map((each) => [keyOf(each), each] as const));
    return this.cells.flatMap((cell) => known.get(keyOf(cell)) ?? []);
  }
}

const keyOf = ({ row, column }: Place) => `${row}\n${column}`;
