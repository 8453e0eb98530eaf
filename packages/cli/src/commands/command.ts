import type { Argument, Option } from 'commander';
import type { Terminal } from '../terminal.js';

export type Suggestion = { readonly value: string; readonly description: string };

/**
 * A command: help, errors and completion follow from what it declares. `run` gets the words that are its arguments, the values of
 * its options by their names in camel case, and gives the exit code.
 */
export type Command = {
  readonly name: string;
  /** In a sentence. */
  readonly summary: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** What its arguments may be, for completion: the first one, the second one, …; else it is files. */
  readonly suggestions?: readonly (() => readonly Suggestion[])[];
  run(
    words: readonly string[],
    options: Readonly<Record<string, unknown>>,
    terminal: Terminal,
  ): number | Promise<number>;
};
