import { QuerySyntaxError } from '../errors.js';
import { Lexer, type Token } from '../lexer.js';
import type { QueryNote } from '../notes.js';
import { Regex, RegexError } from '../regex.js';
import type { Name } from '../syntax.js';

const DEEPEST = 200;

/** The tokens of a query as its grammar takes them: what may come next is taken, anything else is an error. */
export class Tokens {
  readonly notes: QueryNote[] = [];
  private readonly lexer: Lexer;
  private depth = 0;

  constructor(readonly query: string) {
    this.lexer = new Lexer(query);
  }

  peek(): Token {
    return this.lexer.peek();
  }

  next(): Token {
    return this.lexer.next();
  }

  /** Where the text of what was taken so far ends. */
  get offset(): number {
    return this.lexer.offset;
  }

  takeSymbol(text: string): boolean {
    if (!isSymbol(this.peek(), text)) return false;
    this.next();
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) this.unexpected(this.peek(), [`\`${text}\``]);
  }

  takeWord(word: string): boolean {
    if (!isWord(this.peek(), word)) return false;
    this.next();
    return true;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) this.unexpected(this.peek(), [`\`${word}\``]);
  }

  name(): Name {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'quoted-field') this.unexpected(token, ['a name']);
    return { text: token.text, start: token.start };
  }

  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeSymbol(',')) items.push(read());
    return items;
  }

  /** Takes `/…/`, if that comes next. */
  regex(): { readonly regex: Regex; readonly start: number; readonly end: number } | undefined {
    const token = this.lexer.regex();
    if (!token) return undefined;
    const after = this.peek();
    if (after.start === token.end && after.kind === 'word' && /^[gimsuy]+$/.test(after.text)) {
      this.fail(after.start, `\`${after.text}\` after a regular expression is no flag here.`, [
        `\`(?${after.text})\` at its start`,
      ]);
    }
    try {
      return { regex: new Regex(token.text), start: token.start, end: token.end };
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      const offset = Math.max(0, token.text.lastIndexOf(error.part));
      const reason = `RE2 does not accept this regular expression: ${error.message}.`;
      return this.fail(token.start + 1 + offset, reason, ['RE2 syntax']);
    }
  }

  /** Reads something that may contain itself, but not without end. */
  nested<T>(read: () => T): T {
    if (++this.depth > DEEPEST) this.fail(this.peek().start, 'The expression is nested too deeply.');
    const result = read();
    this.depth--;
    return result;
  }

  unexpected(token: Token, expected: readonly string[]): never {
    const text = this.query.slice(token.start, token.end);
    const reason = token.kind === 'end' ? 'The query ends too early.' : `\`${text}\` cannot stand here.`;
    return this.fail(token.start, reason, expected);
  }

  fail(offset: number, reason: string, expected: readonly string[] = []): never {
    throw new QuerySyntaxError(this.query, offset, reason, expected);
  }
}

export function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}

export function isWord(token: Token, ...words: string[]): boolean {
  return token.kind === 'word' && words.includes(token.text.toLowerCase());
}
