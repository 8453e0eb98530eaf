import { Commands } from './parser/commands.js';
import { ordered, type PlacedCommand } from './parser/order.js';
import { takeSources } from './parser/source.js';
import { isSymbol, isWord, Tokens } from './parser/tokens.js';
import type { Query } from './syntax.js';

const LONGEST_QUERY = 10_000;

/** Reads a query, or throws a {@link QuerySyntaxError} or {@link UnsupportedCommandError}. */
export function parse(query: string): Query {
  const tokens = new Tokens(query);
  return { commands: ordered(tokens, placedCommands(tokens)), notes: tokens.notes };
}

/** The commands of a query as they take effect, and where each stands. */
export function placedCommands(tokens: Tokens): PlacedCommand[] {
  const { query } = tokens;
  if (query.length > LONGEST_QUERY) {
    tokens.fail(
      LONGEST_QUERY,
      `A query has at most ${LONGEST_QUERY} characters, and this one has ${query.length}.`,
    );
  }
  takeSources(tokens);
  const commands = new Commands(tokens);
  const inOrder: PlacedCommand[] = [];
  // The console writes `filterIndex` at the end, and it still says which events are looked at.
  const first: PlacedCommand[] = [];
  do {
    const token = tokens.peek();
    const placed = { command: commands.command(), start: token.start };
    (isWord(token, 'filterindex') ? first : inOrder).push(placed);
  } while (tokens.takeSymbol('|'));
  const rest = tokens.peek();
  if (rest.kind !== 'end') {
    tokens.unexpected(rest, isSymbol(rest, '&') ? ['`and`'] : ['`|`', 'the end of the query']);
  }
  return [...first, ...inOrder];
}
