import { QuerySyntaxError, UnsupportedCommandError } from './errors.js';
import { Lexer, type Token } from './lexer.js';
import { closest, findIgnoringCase, SERVICE_COMMANDS } from './names.js';
import { UNIT_NAMES, unitNamed } from './period.js';
import { Regex, RegexError } from './regex.js';
import type {
  Arithmetic,
  Command,
  Comparison,
  Expression,
  Named,
  ParsePattern,
  Query,
  SortKey,
} from './syntax.js';

const LONGEST_QUERY = 10_000;
const MOST_STATS = 10;
const MOST_ROWS = 100_000;
const DEEPEST = 200;

/** Reads a query, or throws a {@link QuerySyntaxError} or {@link UnsupportedCommandError}. */
export function parse(query: string): Query {
  return new Parser(query).query();
}

class Parser {
  private readonly lexer: Lexer;
  private readonly commands: { readonly command: Command; readonly start: number }[] = [];
  private depth = 0;

  constructor(private readonly text: string) {
    this.lexer = new Lexer(text);
  }

  query(): Query {
    if (this.text.length > LONGEST_QUERY) {
      throw new QuerySyntaxError(
        this.text,
        LONGEST_QUERY,
        `A query has at most ${LONGEST_QUERY} characters, and this one has ${this.text.length}.`,
      );
    }
    do {
      const start = this.lexer.peek().start;
      this.commands.push({ command: this.command(), start });
    } while (this.takeSymbol('|'));
    const rest = this.lexer.peek();
    if (rest.kind !== 'end')
      this.unexpected(rest, rest.text === '&' ? ['`and`'] : ['`|`', 'the end of the query']);
    this.checkOrder();
    return this.commands.map(({ command }) => command);
  }

  private command(): Command {
    const token = this.lexer.peek();
    const name = token.kind === 'word' ? token.text.toLowerCase() : '';
    const read = this.commandReaders.get(name);
    if (!read) return this.unknownCommand(token);
    this.lexer.next();
    return read();
  }

  private readonly commandReaders = new Map<string, () => Command>(
    Object.entries({
      fields: () => ({ kind: 'fields', columns: this.list(() => this.named()) }),
      display: () => ({ kind: 'display', columns: this.list(() => this.named()) }),
      filter: () => ({ kind: 'filter', condition: this.expression() }),
      where: () => ({ kind: 'filter', condition: this.expression() }),
      parse: () => this.parse(),
      json: () => this.json(),
      stats: () => this.stats(),
      sort: () => ({ kind: 'sort', keys: this.list(() => this.sortKey()) }),
      limit: () => this.limit(),
      dedup: () => ({ kind: 'dedup', keys: this.list(() => this.primary()) }),
      unnest: () => this.unnest(),
    } satisfies Record<string, () => Command>),
  );

  private unknownCommand(token: Token): never {
    if (token.kind === 'word') {
      const refused = findIgnoringCase(SERVICE_COMMANDS.keys(), token.text);
      if (refused) {
        throw new UnsupportedCommandError(this.text, token.start, refused, SERVICE_COMMANDS.get(refused));
      }
      const meant = closest(token.text, this.commandReaders.keys());
      const expected = meant ? [`\`${meant}\``] : COMMAND_NAMES;
      throw new QuerySyntaxError(this.text, token.start, `There is no command \`${token.text}\`.`, expected);
    }
    return this.unexpected(token, token.kind === 'end' ? ['a command'] : COMMAND_NAMES);
  }

  private parse(): Command {
    const first = this.lexer.peek();
    const hasSource = first.kind !== 'string' && first.text !== '/' && !this.isWord(first, 'logfmt', 'csv');
    const source: Expression = hasSource
      ? this.primary()
      : { kind: 'field', name: '@message', start: first.start, end: first.start };
    const regex = this.lexer.regex();
    if (regex) return this.parseRegex(source, regex);
    const token = this.lexer.next();
    if (token.kind === 'string') return this.parseGlob(source, token);
    if (this.isWord(token, 'logfmt')) {
      this.expectWord('as');
      return { kind: 'parse', source, pattern: { kind: 'logfmt' }, names: [this.name()] };
    }
    if (this.isWord(token, 'csv')) {
      this.expectWord('as');
      return { kind: 'parse', source, pattern: { kind: 'csv' }, names: this.list(() => this.name()) };
    }
    if (this.isWord(token, 'json')) {
      throw new UnsupportedCommandError(this.text, token.start, 'parse json', 'use `jsonParse`.');
    }
    return this.unexpected(token, ['a quoted pattern', 'a `/regular expression/`', '`logfmt`', '`csv`']);
  }

  private parseGlob(source: Expression, token: Token): Command {
    const literals = token.text.split('*');
    if (literals.length === 1) {
      throw new QuerySyntaxError(this.text, token.start, 'The pattern has no wildcard.', ['a `*` in it']);
    }
    this.expectWord('as');
    const start = this.lexer.peek().start;
    const names = this.list(() => this.name());
    if (names.length !== literals.length - 1) {
      const wildcards = literals.length - 1;
      throw new QuerySyntaxError(
        this.text,
        start,
        `The pattern has ${count(wildcards, 'wildcard')}, but there ${names.length === 1 ? 'is' : 'are'} ${count(names.length, 'name')}.`,
        [count(wildcards, 'name')],
      );
    }
    return { kind: 'parse', source, pattern: { kind: 'glob', literals }, names };
  }

  private parseRegex(source: Expression, token: Token): Command {
    const regex = this.regex(token);
    let names: string[] | undefined;
    let multi = this.takeWord('multi');
    const start = this.lexer.peek().start;
    if (this.takeWord('as')) {
      names = this.list(() => this.name());
      if (names.length !== regex.groupNames.length) {
        const groups = count(regex.groupNames.length, 'group');
        throw new QuerySyntaxError(
          this.text,
          start,
          `The regular expression has ${groups}, but there ${names.length === 1 ? 'is' : 'are'} ${count(names.length, 'name')}.`,
          [count(regex.groupNames.length, 'name')],
        );
      }
    }
    multi = this.takeWord('multi') || multi;
    const groups = regex.groupNames.flatMap((name, index) => (names || name ? [index + 1] : []));
    if (groups.length === 0) {
      throw new QuerySyntaxError(this.text, token.start, 'The regular expression names no group.', [
        'a group like `(?<name>…)`',
      ]);
    }
    const pattern: ParsePattern = { kind: 'regex', regex, groups, multi };
    return {
      kind: 'parse',
      source,
      pattern,
      names: names ?? groups.map((group) => regex.groupNames[group - 1]!),
    };
  }

  /** `json field=payload "user.name" as username` */
  private json(): Command {
    this.expectWord('field');
    this.expectSymbol('=');
    const source = this.primary();
    const path = this.lexer.next();
    if (path.kind !== 'string') return this.unexpected(path, ['a quoted path']);
    this.expectWord('as');
    return { kind: 'parse', source, pattern: { kind: 'json', path: path.text }, names: [this.name()] };
  }

  private stats(): Command {
    const aggregates = this.list(() => this.named());
    const keys = this.takeWord('by') ? this.list(() => this.named()) : [];
    const next = this.lexer.peek();
    if (this.isWord(next, 'offset'))
      throw new UnsupportedCommandError(this.text, next.start, 'stats by … offset');
    return { kind: 'stats', aggregates, keys };
  }

  private sortKey(): SortKey {
    const expression = this.expression();
    if (this.takeWord('desc')) return { expression, descending: true };
    this.takeWord('asc');
    return { expression, descending: false };
  }

  private limit(): Command {
    const any = this.takeWord('any');
    const token = this.lexer.next();
    const rows = token.kind === 'number' ? Number(token.text) : Number.NaN;
    if (!Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS) {
      this.unexpected(token, [`a whole number from 1 to ${MOST_ROWS}`]);
    }
    return { kind: 'limit', count: rows, any };
  }

  private unnest(): Command {
    const source = this.primary();
    this.expectWord('into');
    return { kind: 'unnest', source, name: this.name() };
  }

  private named(): Named {
    const expression = this.expression();
    if (this.takeWord('as')) return { expression, name: this.name(), aliased: true };
    return { expression, name: this.textOf(expression), aliased: false };
  }

  /** What a column without an alias is called: its text, a field without its ticks. */
  private textOf(expression: Expression): string {
    const text = this.text.slice(expression.start, expression.end);
    return expression.kind === 'field' && text.includes('`') ? expression.name : text;
  }

  private name(): string {
    const token = this.lexer.next();
    if (token.kind !== 'word' && token.kind !== 'quoted-field') this.unexpected(token, ['a name']);
    return token.text;
  }

  private expression(): Expression {
    if (++this.depth > DEEPEST) {
      throw new QuerySyntaxError(this.text, this.lexer.peek().start, 'The expression is nested too deeply.');
    }
    let left = this.conjunction();
    while (this.takeWord('or')) left = this.join('or', left, this.conjunction());
    this.depth--;
    return left;
  }

  private conjunction(): Expression {
    let left = this.negation();
    while (this.takeWord('and')) left = this.join('and', left, this.negation());
    return left;
  }

  private join(kind: 'and' | 'or', left: Expression, right: Expression): Expression {
    return { kind, left, right, start: left.start, end: right.end };
  }

  private negation(): Expression {
    const token = this.lexer.peek();
    if (!this.takeWord('not')) return this.comparison();
    if (++this.depth > DEEPEST) this.unexpected(token, ['a condition']);
    const operand = this.negation();
    this.depth--;
    return { kind: 'not', operand, start: token.start, end: operand.end };
  }

  private comparison(): Expression {
    const left = this.sum();
    const token = this.lexer.peek();
    if (token.kind === 'symbol' && COMPARISONS.has(token.text)) {
      this.lexer.next();
      const right = this.sum();
      const operator = token.text as Comparison;
      return { kind: 'comparison', operator, left, right, start: left.start, end: right.end };
    }
    if (token.text === '==') this.unexpected(token, ['`=`']);
    if (this.takeSymbol('=~')) return this.matches(left, this.expectRegex());
    if (this.takeWord('like')) return this.like(left);
    if (this.takeWord('in')) return this.isIn(left);
    if (!this.isWord(token, 'not')) return left;
    this.lexer.next();
    const start = left.start;
    if (this.takeWord('like')) {
      const operand = this.like(left);
      return { kind: 'not', operand, start, end: operand.end };
    }
    if (this.takeWord('in')) {
      const operand = this.isIn(left);
      return { kind: 'not', operand, start, end: operand.end };
    }
    return this.unexpected(this.lexer.peek(), ['`like`', '`in`']);
  }

  private like(value: Expression): Expression {
    const regex = this.lexer.regex();
    if (regex) return this.matches(value, regex);
    const part = this.sum();
    return { kind: 'contains', value, part, start: value.start, end: part.end };
  }

  private matches(value: Expression, token: Token): Expression {
    return { kind: 'matches', value, regex: this.regex(token), start: value.start, end: token.end };
  }

  private isIn(value: Expression): Expression {
    const open = this.lexer.peek();
    if (open.text === '(') throw new UnsupportedCommandError(this.text, open.start, 'subquery');
    this.expectSymbol('[');
    const list = this.list(() => this.sum());
    this.expectSymbol(']');
    return { kind: 'in', value, list, start: value.start, end: this.lexer.offset };
  }

  private sum(): Expression {
    let left = this.product();
    for (;;) {
      const operator = this.takeOperator('+', '-');
      if (!operator) return left;
      left = this.arithmetic(operator, left, this.product());
    }
  }

  private product(): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.takeOperator('*', '/', '%');
      if (!operator) return left;
      left = this.arithmetic(operator, left, this.unary());
    }
  }

  private unary(): Expression {
    const token = this.lexer.peek();
    if (token.text === '-' && token.kind === 'symbol') {
      this.lexer.next();
      const operand = this.nested(() => this.unary());
      const { start } = token;
      if (operand.kind === 'literal' && typeof operand.value === 'number') {
        return { kind: 'literal', value: -operand.value, start, end: operand.end };
      }
      const zero: Expression = { kind: 'literal', value: 0, start, end: token.end };
      return { ...this.arithmetic('-', zero, operand), start };
    }
    if (token.text === '!' && token.kind === 'symbol') {
      this.lexer.next();
      const operand = this.nested(() => this.unary());
      return { kind: 'not', operand, start: token.start, end: operand.end };
    }
    return this.power();
  }

  private power(): Expression {
    const base = this.primary();
    if (!this.takeSymbol('^')) return base;
    return this.arithmetic(
      '^',
      base,
      this.nested(() => this.unary()),
    );
  }

  private arithmetic(operator: Arithmetic, left: Expression, right: Expression): Expression {
    return { kind: 'arithmetic', operator, left, right, start: left.start, end: right.end };
  }

  private primary(): Expression {
    const token = this.lexer.next();
    const { start, end } = token;
    if (token.kind === 'string') return { kind: 'literal', value: token.text, start, end };
    if (token.kind === 'number') return this.number(token);
    if (token.kind === 'quoted-field') return this.path(token);
    if (token.kind === 'word' && !RESERVED.has(token.text.toLowerCase())) return this.word(token);
    if (token.kind !== 'symbol' || token.text !== '(') {
      return this.unexpected(token, ['a field', 'a value', 'a function']);
    }
    const inner = this.expression();
    this.expectSymbol(')');
    return { ...inner, start, end: this.lexer.offset };
  }

  private number(token: Token): Expression {
    const { start, end } = token;
    const next = this.lexer.peek();
    const isAdjacent = next.kind === 'word' && next.start === end;
    const unit = next.kind === 'word' ? unitNamed(next.text) : undefined;
    if (isAdjacent && !unit)
      this.unexpected(
        next,
        UNIT_NAMES.map((name) => `\`${name}\``),
      );
    if (!unit) return { kind: 'literal', value: Number(token.text), start, end };
    this.lexer.next();
    const amount = Number(token.text);
    if (!Number.isInteger(amount) || amount < 1) this.unexpected(token, ['a whole number of at least 1']);
    return { kind: 'period', period: { count: amount, unit }, start, end: next.end };
  }

  private word(token: Token): Expression {
    const { start, end } = token;
    const after = this.lexer.peek();
    if (after.text === '(' && after.kind === 'symbol') return this.call(token);
    const lower = token.text.toLowerCase();
    if (lower === 'true' || lower === 'false')
      return { kind: 'literal', value: lower === 'true', start, end };
    return this.path(token);
  }

  private call(token: Token): Expression {
    this.expectSymbol('(');
    let list: Expression[] = [];
    const isStar = this.takeSymbol('*');
    if (!isStar && !this.isSymbol(this.lexer.peek(), ')')) list = this.list(() => this.expression());
    const close = this.lexer.next();
    if (!this.isSymbol(close, ')')) this.unexpected(close, isStar ? ['`)`'] : ['`,`', '`)`']);
    const name = token.text.toLowerCase();
    if (isStar && !name.startsWith('count')) {
      throw new QuerySyntaxError(this.text, token.start, `\`${token.text}\` needs a field.`, ['a field']);
    }
    return { kind: 'call', name, arguments: list, start: token.start, end: close.end };
  }

  /** A name, and what follows it in brackets: `a.b[0].c` is the field `a.b.0.c`. */
  private path(token: Token): Expression {
    let { text: name, end } = token;
    for (let next = this.lexer.peek(); ; next = this.lexer.peek()) {
      if (next.start !== end) break;
      if (this.isSymbol(next, '[')) {
        this.lexer.next();
        const index = this.lexer.next();
        if (index.kind !== 'number' || !/^\d+$/.test(index.text)) this.unexpected(index, ['an index']);
        this.expectSymbol(']');
        name += `.${index.text}`;
      } else if (this.isSymbol(next, '.') && this.text[end - 1] === ']') {
        this.lexer.next();
        name += `.${this.name()}`;
      } else break;
      end = this.lexer.offset;
    }
    return { kind: 'field', name, start: token.start, end };
  }

  private regex(token: Token): Regex {
    try {
      return new Regex(token.text);
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      const offset = Math.max(0, token.text.lastIndexOf(error.part));
      const reason = `RE2 does not accept this regular expression: ${error.message}.`;
      throw new QuerySyntaxError(this.text, token.start + 1 + offset, reason, ['RE2 syntax']);
    }
  }

  private expectRegex(): Token {
    return this.lexer.regex() ?? this.unexpected(this.lexer.peek(), ['a `/regular expression/`']);
  }

  private nested(read: () => Expression): Expression {
    if (++this.depth > DEEPEST) {
      throw new QuerySyntaxError(this.text, this.lexer.peek().start, 'The expression is nested too deeply.');
    }
    const expression = read();
    this.depth--;
    return expression;
  }

  private list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeSymbol(',')) items.push(read());
    return items;
  }

  private takeOperator<T extends Arithmetic>(...operators: T[]): T | undefined {
    return operators.find((operator) => this.takeSymbol(operator));
  }

  private takeSymbol(text: string): boolean {
    if (!this.isSymbol(this.lexer.peek(), text)) return false;
    this.lexer.next();
    return true;
  }

  private expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) this.unexpected(this.lexer.peek(), [`\`${text}\``]);
  }

  private takeWord(word: string): boolean {
    if (!this.isWord(this.lexer.peek(), word)) return false;
    this.lexer.next();
    return true;
  }

  private expectWord(word: string): void {
    if (!this.takeWord(word)) this.unexpected(this.lexer.peek(), [`\`${word}\``]);
  }

  private isSymbol(token: Token, text: string): boolean {
    return token.kind === 'symbol' && token.text === text;
  }

  private isWord(token: Token, ...words: string[]): boolean {
    return token.kind === 'word' && words.includes(token.text.toLowerCase());
  }

  private unexpected(token: Token, expected: readonly string[]): never {
    const text = this.text.slice(token.start, token.end);
    const reason = token.kind === 'end' ? 'The query ends too early.' : `\`${text}\` cannot stand here.`;
    throw new QuerySyntaxError(this.text, token.start, reason, expected);
  }

  private checkOrder(): void {
    const kinds = this.commands.map(({ command }) => command.kind);
    const lastStats = kinds.lastIndexOf('stats');
    const dedup = kinds.indexOf('dedup');
    let stats = 0;
    this.commands.forEach(({ command: { kind }, start }, index) => {
      if (dedup >= 0 && index > dedup && kind !== 'limit') {
        throw new QuerySyntaxError(this.text, start, 'After `dedup` only `limit` may stand.', ['`limit`']);
      }
      if (index < lastStats && (kind === 'sort' || kind === 'limit')) {
        throw new QuerySyntaxError(this.text, start, `\`${kind}\` may not stand before the last \`stats\`.`, [
          `\`${kind}\` after it`,
        ]);
      }
      if (kind === 'stats' && ++stats > MOST_STATS) {
        throw new QuerySyntaxError(this.text, start, `A query has at most ${MOST_STATS} \`stats\` commands.`);
      }
    });
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
].map((name) => `\`${name}\``);
const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=']);
const RESERVED = new Set(['and', 'or', 'not', 'like', 'in', 'as', 'by']);

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
