/** A query that neither this package nor the service would run: where it goes wrong, and what was expected there. */
export class QuerySyntaxError extends Error {
  override readonly name = 'QuerySyntaxError';
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly expected: readonly string[];
  /** What is wrong, in one sentence, without the place. */
  readonly reason: string;

  constructor(query: string, offset: number, reason: string, expected: readonly string[] = []) {
    const { line, column } = placeOf(query, offset);
    super(`${reason}\n${excerpt(query, line, column, expected)}`);
    this.line = line;
    this.column = column;
    this.expected = expected;
    this.reason = reason;
  }
}

/** A command, function or form that the service has and this package has not: refused by name, never ignored. */
export class UnsupportedCommandError extends Error {
  override readonly name = 'UnsupportedCommandError';
  /** What is refused, for example `pattern`. */
  readonly command: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;

  constructor(query: string, offset: number, command: string, hint?: string) {
    const { line, column } = placeOf(query, offset);
    const reason = `\`${command}\` is supported on the service only${hint ? `: ${hint}` : '.'}`;
    super(`${reason}\n${excerpt(query, line, column, [])}`);
    this.command = command;
    this.line = line;
    this.column = column;
  }
}

/**
 * The line of `query` with a caret under `column`, and what was expected there.
 * Messages of the service are shown with it as well.
 */
export function excerpt(
  query: string,
  line: number,
  column: number,
  expected: readonly string[] = [],
): string {
  const text = query.split(/\r\n|\n|\r/)[line - 1] ?? '';
  const number = `${line} | `;
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const wanted = expected.length > 0 ? ` expected ${list(expected)}` : '';
  return `${number}${text}\n${' '.repeat(number.length)}${indent}^${wanted}`;
}

function placeOf(query: string, offset: number): { line: number; column: number } {
  const before = query.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: before[before.length - 1]!.length + 1 };
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
