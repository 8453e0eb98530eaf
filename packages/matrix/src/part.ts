import type { Table } from '@needs-retry/fixtures/markdown';

/** What playing a cell found. */
export interface Found {
  /** How many plays it had: 0 where there is no such thing, for example a version that lacks an operation. */
  readonly played: number;
  /** In words, an entry for each play that failed. */
  readonly failures: readonly string[];
}

/** A cell of a table: what can be played by itself. */
export interface Cell<F extends Found = Found> {
  readonly row: string;
  readonly column: string;
  /** A failure is told, and does not fail the run. */
  readonly bestEffort?: true;
  /** What it throws is a failure. */
  play(): Promise<F>;
}

/** A cell that was played, and with which code. */
export interface PlayedCell<F extends Found = Found> {
  readonly row: string;
  readonly column: string;
  /** The commit of the packages that were played. */
  readonly commit: string;
  readonly found: F;
}

/** A part of the matrix, which can be played by itself. */
export interface Part<F extends Found = Found> {
  readonly about: string;
  /** Whether it plays a package, by its name. @defaultValue all that are published */
  plays?(name: string): boolean;
  /** In the order of its table; a sample is a few seconds' worth of them. */
  cells(options: { readonly sample: boolean }): readonly Cell<F>[];
  /** The table of cells, those of former runs among them. */
  table(played: readonly PlayedCell<F>[]): Table;
  /** What to tell of a run beside its table. */
  remarks?(played: readonly PlayedCell<F>[]): readonly Table[];
}
