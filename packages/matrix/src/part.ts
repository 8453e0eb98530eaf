import type { Table } from '@needs-retry/fixtures/markdown';

export interface PlayOptions {
  /** A few seconds' worth of it. */
  readonly sample: boolean;
  /** How many processes may run at once. */
  readonly jobs: number;
  /** Takes what an interrupted run of the same code has played. */
  readonly resume: boolean;
  /** Only rows whose name has this text. */
  readonly only?: string | undefined;
  /** Says what is done, as soon as it is. */
  readonly say: (line: string) => void;
}

export interface PartResult {
  readonly tables: readonly Table[];
  readonly passed: number;
  /** In words, an entry for each. */
  readonly failures: readonly string[];
}

/** A part of the matrix, which can be played by itself. */
export interface Part {
  readonly about: string;
  play(options: PlayOptions): Promise<PartResult>;
}
