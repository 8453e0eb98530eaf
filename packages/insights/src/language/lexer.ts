import { QuerySyntaxError } from './errors.js';

export type Token = {
  readonly kind: 'word' | 'quoted-field' | 'number' | 'string' | 'symbol' | 'end';
  /** The content: of a string without its quotes, of a back-ticked name without its ticks. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/** Reads a query token by token; only the parser knows where a `/` begins a regular expression. */
export class Lexer {
  readonly query: string;
  private token: Token | undefined;
  private position = 0;

  constructor(query: string) {
    this.query = query;
  }

  /** The next token, which stays the next one. */
  peek(): Token {
    this.token ??= this.scan();
    return this.token;
  }

  next(): Token {
    const token = this.peek();
    this.position = token.end;
    this.token = undefined;
    return token;
  }

  /** The end of the token read last: where the text of what was read so far ends. */
  get offset(): number {
    return this.position;
  }

  /** Goes back to a place seen before. */
  rewind(offset: number): void {
    this.position = offset;
    this.token = undefined;
  }

  /** Reads `/.../` as a regular expression, if the next token is its first slash. */
  regex(): Token | undefined {
    const slash = this.peek();
    if (slash.text !== '/' || slash.kind !== 'symbol') return undefined;
    let end = slash.start + 1;
    while (this.query[end] !== '/') {
      if (end >= this.query.length) {
        throw new QuerySyntaxError(this.query, slash.start, 'The regular expression has no end.', ['`/`']);
      }
      end += this.query[end] === '\\' ? 2 : 1;
    }
    this.rewind(end + 1);
    const text = this.query.slice(slash.start + 1, end);
    return { kind: 'string', text, start: slash.start, end: end + 1 };
  }

  private scan(): Token {
    const start = this.skipBlanks();
    const character = this.query[start];
    if (character === undefined) return { kind: 'end', text: '', start, end: start };
    if (character === '"' || character === "'") return this.string(start, character);
    if (character === '`' || WORD_START.test(character)) return this.name(start);
    const number = matchAt(NUMBER, this.query, start);
    if (number !== undefined) return { kind: 'number', text: number, start, end: start + number.length };
    const symbol = SYMBOLS.find((text) => this.query.startsWith(text, start)) ?? character;
    return { kind: 'symbol', text: symbol, start, end: start + symbol.length };
  }

  private skipBlanks(): number {
    const blanks = matchAt(BLANKS, this.query, this.position);
    return this.position + (blanks?.length ?? 0);
  }

  /** A name, dotted, of bare and back-ticked parts: `a.b`, `` a.`b-c` ``. */
  private name(start: number): Token {
    let text = '';
    let end = start;
    let ticked = false;
    for (;;) {
      if (this.query[end] === '`') {
        const close = this.query.indexOf('`', end + 1);
        if (close < 0) {
          throw new QuerySyntaxError(this.query, end, 'The back-ticked name has no end.', ['`` ` ``']);
        }
        text += this.query.slice(end + 1, close);
        end = close + 1;
        ticked = true;
        if (this.query[end] !== '.') break;
      } else {
        const part = matchAt(NAME, this.query, end);
        if (part === undefined) break;
        text += part;
        end += part.length;
        if (this.query[end] !== '`' || !part.endsWith('.')) break;
      }
    }
    return { kind: ticked ? 'quoted-field' : 'word', text, start, end };
  }

  private string(start: number, quote: string): Token {
    let text = '';
    for (let index = start + 1; index < this.query.length; index++) {
      const character = this.query[index]!;
      if (character === quote) return { kind: 'string', text, start, end: index + 1 };
      if (character === '\\' && index + 1 < this.query.length) {
        const escaped = this.query[++index]!;
        text += ESCAPES[escaped] ?? `\\${escaped}`;
      } else {
        text += character;
      }
    }
    throw new QuerySyntaxError(this.query, start, 'The text has no closing quotation mark.', [
      `\`${quote}\``,
    ]);
  }
}

const BLANKS = /(?:\s+|#[^\n]*)+/y;
const WORD_START = /[\p{L}_@]/u;
const NAME = /[\p{L}\p{N}_@.]+/uy;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOLS = ['!=', '<=', '>=', '=~', '=='];
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}
