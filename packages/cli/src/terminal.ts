/** Where a command writes, and what it is told by the terminal. */
export type Terminal = {
  write(text: string): void;
  /** Standard error: progress and problems. */
  writeError(text: string): void;
  readonly isColor: boolean;
  /** Whether what is written is shown by a terminal, which obeys escapes. */
  readonly isOutputTerminal: boolean;
  /** Whether progress can be shown on one line of standard error. */
  readonly isErrorTerminal: boolean;
  /** Whether standard input is a terminal, which has no log to read. */
  readonly isInputTerminal: boolean;
  /** Characters in a line; undefined where there is no terminal, and lines may be as long as they are. */
  readonly columns: number | undefined;
  /** Aborted when the user presses Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Of the package. */
  version(): string;
};

export const EXIT = { answered: 0, empty: 1, usage: 2, failed: 3, interrupted: 130 } as const;

/** A command line that makes no sense; what is wrong is the message. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What to throw where a file cannot be written: that a disk is full is no matter of usage. */
export function unwritten(message: string, error: unknown): Error {
  const { code = '', message: why } = error as NodeJS.ErrnoException;
  const Kind = FULL.includes(code) ? Error : UsageError;
  return new Kind(`${message}: ${why}.`);
}

/** The disk, the user's share of it, what a file may have. */
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
