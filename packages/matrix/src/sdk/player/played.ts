import type { Cell } from './cell.js';

/** What the player is to do. */
export interface Order {
  /** Where the SDK is installed. */
  readonly folder: string;
  readonly cell: Cell;
  /** The services whose contract is played. @defaultValue all that the folder has a client of */
  readonly services?: readonly string[];
  /** The ids of the traces that are played. @defaultValue all */
  readonly scenarios?: readonly string[];
}

/** What was played, and what of it failed: an entry for each failure. */
export interface Played {
  readonly played: number;
  readonly failures: readonly string[];
}

export interface TracesPlayed extends Played {
  /** The traces in which this version of the SDK makes other attempts, or throws other errors, than boto3. */
  readonly otherwise: readonly string[];
}

/** Nothing where this version of the SDK cannot be used so. */
export interface CellResult {
  readonly traces?: TracesPlayed;
  readonly contract?: Played;
}
