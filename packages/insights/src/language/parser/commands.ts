import { UnsupportedCommandError } from '../errors.js';
import type { Token } from '../lexer.js';
import { closest, findIgnoringCase, SERVICE_COMMANDS } from '../names.js';
import type { Command, Named, SortKey } from '../syntax.js';
import { Expressions } from './expressions.js';
import { jsonCommand, parseCommand } from './parse-command.js';
import { isSymbol, isWord, type Tokens } from './tokens.js';

const MOST_ROWS = 100_000;

/** Reads a command by its first word. */
export class Commands {
  private readonly expressions: Expressions;

  constructor(private readonly tokens: Tokens) {
    this.expressions = new Expressions(tokens);
  }

  command(): Command {
    const token = this.tokens.peek();
    const read = token.kind === 'word' ? this.readers.get(token.text.toLowerCase()) : undefined;
    if (!read) return this.unknown(token);
    this.tokens.next();
    return read();
  }

  private readonly readers = new Map<string, () => Command>(
    Object.entries({
      fields: () => ({ kind: 'fields', columns: this.columns() }),
      display: () => ({ kind: 'display', columns: this.columns() }),
      filter: () => ({ kind: 'filter', condition: this.expressions.expression() }),
      where: () => ({ kind: 'filter', condition: this.expressions.expression() }),
      filterindex: () => ({ kind: 'filter', condition: this.expressions.expression() }),
      parse: () => parseCommand(this.tokens, this.expressions),
      json: () => jsonCommand(this.tokens, this.expressions),
      stats: () => this.stats(),
      pattern: () => this.pattern(),
      sort: () => this.sort(),
      order: () => this.order(),
      limit: () => this.limit(this.tokens.takeWord('any') ? 'any' : 'first'),
      head: () => this.limit('first'),
      tail: () => this.limit('last'),
      dedup: () => ({ kind: 'dedup', keys: this.tokens.list(() => this.expressions.primary()) }),
      unnest: () => this.unnest(),
    } satisfies Record<string, () => Command>),
  );

  private columns(): Named[] {
    return this.tokens.list(() => this.expressions.named());
  }

  private stats(): Command {
    const { tokens } = this;
    const aggregates = this.columns();
    const keys = tokens.takeWord('by') ? this.columns() : [];
    const next = tokens.peek();
    if (isWord(next, 'offset'))
      throw new UnsupportedCommandError(tokens.query, next.start, 'stats by … offset');
    return { kind: 'stats', aggregates, keys };
  }

  private pattern(): Command {
    const message =
      'The templates of `pattern` are made here, from what differs between the events. Those of the service may differ.';
    this.tokens.notes.push({ kind: 'own-patterns', message });
    return { kind: 'pattern', source: this.expressions.expression() };
  }

  private sort(): Command {
    this.tokens.takeWord('by');
    return { kind: 'sort', keys: this.tokens.list(() => this.sortKey()) };
  }

  private order(): Command {
    this.tokens.expectWord('by');
    return { kind: 'sort', keys: this.tokens.list(() => this.sortKey()) };
  }

  private sortKey(): SortKey {
    const expression = this.expressions.expression();
    const descending = this.tokens.takeWord('desc');
    if (!descending) this.tokens.takeWord('asc');
    return { expression, descending };
  }

  private limit(which: 'first' | 'any' | 'last'): Command {
    const token = this.tokens.next();
    const count = token.kind === 'number' ? Number(token.text) : Number.NaN;
    if (!Number.isInteger(count) || count < 1 || count > MOST_ROWS) {
      this.tokens.unexpected(token, [`a whole number from 1 to ${MOST_ROWS}`]);
    }
    return { kind: 'limit', count, which };
  }

  private unnest(): Command {
    const source = this.expressions.primary();
    this.tokens.expectWord('into');
    return { kind: 'unnest', source, name: this.tokens.name() };
  }

  private unknown(token: Token): never {
    const { tokens } = this;
    if (token.kind !== 'word') {
      if (isSymbol(token, '|') && tokens.query[token.start - 1] === '|')
        return tokens.fail(token.start, '`||` is no operator.', ['`or`']);
      return tokens.unexpected(token, token.kind === 'end' ? ['a command'] : COMMAND_NAMES);
    }
    if (isWord(token, 'source')) return tokens.fail(token.start, '`SOURCE` stands at the beginning.', []);
    const refused = findIgnoringCase(SERVICE_COMMANDS.keys(), token.text);
    if (refused) {
      throw new UnsupportedCommandError(tokens.query, token.start, refused, SERVICE_COMMANDS.get(refused));
    }
    const meant = closest(token.text, this.readers.keys());
    const expected = meant ? [`\`${meant}\``] : COMMAND_NAMES;
    return tokens.fail(token.start, `There is no command \`${token.text}\`.`, expected);
  }
}

const COMMAND_NAMES = [
  'fields',
  'display',
  'filter',
  'parse',
  'stats',
  'sort',
  'limit',
  'dedup',
  'unnest',
  'pattern',
].map((name) => `\`${name}\``);
