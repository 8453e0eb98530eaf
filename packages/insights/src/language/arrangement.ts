import { Tokens } from './parser/tokens.js';
import { placedCommands } from './parser.js';

/**
 * A query without the commands at its end that only arrange the rows for a reader, and that may not stand before
 * another `stats`: `sort`, `limit`, `display`.
 */
export function withoutArrangement(query: string): string {
  const placed = placedCommands(new Tokens(query)).sort((one, other) => one.start - other.start);
  const last = placed.map(({ command }) => ARRANGING.has(command.kind)).lastIndexOf(false);
  const first = placed[last + 1];
  if (!first) return query;
  return query.slice(0, first.start).replace(PIPE_AT_END, '').trimEnd();
}

const ARRANGING: ReadonlySet<string> = new Set(['sort', 'limit', 'display']);
/** A comment may stand between the pipe and its command. */
const PIPE_AT_END = /\|(?:\s|#[^\n]*\n)*$/;
