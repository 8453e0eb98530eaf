import { UnsupportedCommandError } from '../errors.js';
import type { Token } from '../lexer.js';
import { capped, UNIT_NAMES, unitNamed } from '../period.js';
import type { Arithmetic, Comparison, Expression, Named } from '../syntax.js';
import { isSymbol, isWord, type Tokens } from './tokens.js';

/** Reads expressions, from what binds least (`or`) to what binds most (a name, a value, a call). */
export class Expressions {
  constructor(private readonly tokens: Tokens) {}

  /** An expression, and the column that it makes. */
  named(): Named {
    const expression = this.expression();
    const alias = this.tokens.takeWord('as') ? this.tokens.name() : undefined;
    return { expression, name: alias?.text ?? this.textOf(expression), alias };
  }

  expression(): Expression {
    return this.tokens.nested(() => {
      let left = this.conjunction();
      while (this.tokens.takeWord('or')) left = joined('or', left, this.conjunction());
      return left;
    });
  }

  /** A name, a value, a call, or anything in parentheses, with a path into it. */
  primary(): Expression {
    const { tokens } = this;
    const token = tokens.next();
    const { start, end } = token;
    if (token.kind === 'string') return { kind: 'literal', value: token.text, start, end };
    if (token.kind === 'number') return this.number(token);
    if (token.kind === 'quoted-field') return this.field(token);
    if (token.kind === 'word' && !RESERVED.has(token.text.toLowerCase())) return this.word(token);
    if (!isSymbol(token, '(')) return tokens.unexpected(token, ['a field', 'a value', 'a function']);
    const inner = this.expression();
    tokens.expectSymbol(')');
    return { ...inner, start, end: tokens.offset };
  }

  /** What a column without an alias is called: its text, a field without its ticks. */
  private textOf(expression: Expression): string {
    const text = this.tokens.query.slice(expression.start, expression.end);
    return expression.kind === 'field' && text.includes('`') ? expression.name : text;
  }

  private conjunction(): Expression {
    let left = this.negation();
    while (this.tokens.takeWord('and')) left = joined('and', left, this.negation());
    return left;
  }

  private negation(): Expression {
    const { start } = this.tokens.peek();
    if (!this.tokens.takeWord('not')) return this.comparison();
    return negated(
      this.tokens.nested(() => this.negation()),
      start,
    );
  }

  private comparison(): Expression {
    const { tokens } = this;
    const left = this.sum();
    const token = tokens.peek();
    const operator = token.kind === 'symbol' ? COMPARISONS.get(token.text) : undefined;
    if (operator) {
      tokens.next();
      const right = this.sum();
      return { kind: 'comparison', operator, left, right, start: left.start, end: right.end };
    }
    if (tokens.takeSymbol('=~')) return this.matches(left);
    if (!tokens.takeWord('not')) return this.membership(left) ?? left;
    const inner = this.membership(left) ?? tokens.unexpected(tokens.peek(), ['`like`', '`in`']);
    return negated(inner, left.start);
  }

  private membership(value: Expression): Expression | undefined {
    if (this.tokens.takeWord('like')) return this.like(value);
    return this.tokens.takeWord('in') ? this.isIn(value) : undefined;
  }

  private like(value: Expression): Expression {
    const token = this.tokens.peek();
    if (isSymbol(token, '/')) return this.matches(value);
    const part = this.sum();
    return { kind: 'contains', value, part, start: value.start, end: part.end };
  }

  private matches(value: Expression): Expression {
    const { tokens } = this;
    const found = tokens.regex() ?? tokens.unexpected(tokens.peek(), ['a `/regular expression/`']);
    return { kind: 'matches', value, regex: found.regex, start: value.start, end: found.end };
  }

  private isIn(value: Expression): Expression {
    const { tokens } = this;
    const open = tokens.peek();
    if (isSymbol(open, '(')) {
      tokens.next();
      if (isWord(tokens.peek(), 'source'))
        throw new UnsupportedCommandError(tokens.query, open.start, 'subquery');
      tokens.fail(open.start, 'A list stands in brackets.', ['`[`']);
    }
    tokens.expectSymbol('[');
    const list = tokens.list(() => this.sum());
    tokens.expectSymbol(']');
    return { kind: 'in', value, list, start: value.start, end: tokens.offset };
  }

  private sum(): Expression {
    let left = this.product();
    for (;;) {
      const operator = this.takeOperator('+', '-');
      if (!operator) return left;
      left = calculated(operator, left, this.product());
    }
  }

  private product(): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.takeOperator('*', '/', '%');
      if (!operator) return left;
      left = calculated(operator, left, this.unary());
    }
  }

  private unary(): Expression {
    const { tokens } = this;
    const { start, end } = tokens.peek();
    if (tokens.takeSymbol('!'))
      return negated(
        tokens.nested(() => this.unary()),
        start,
      );
    if (!tokens.takeSymbol('-')) return this.power();
    const operand = tokens.nested(() => this.unary());
    if (operand.kind === 'literal' && typeof operand.value === 'number') {
      return { kind: 'literal', value: -operand.value, start, end: operand.end };
    }
    return calculated('-', { kind: 'literal', value: 0, start, end }, operand);
  }

  private power(): Expression {
    const base = this.primary();
    if (!this.tokens.takeSymbol('^')) return base;
    return calculated(
      '^',
      base,
      this.tokens.nested(() => this.unary()),
    );
  }

  private takeOperator<T extends Arithmetic>(...operators: T[]): T | undefined {
    return operators.find((operator) => this.tokens.takeSymbol(operator));
  }

  /** A number, or with a unit after it a period of time. */
  private number(token: Token): Expression {
    const { tokens } = this;
    const { start, end } = token;
    const next = tokens.peek();
    const unit = next.kind === 'word' ? unitNamed(next.text) : undefined;
    if (!unit) {
      const isAdjacent = next.kind === 'word' && next.start === end;
      if (isAdjacent)
        tokens.unexpected(
          next,
          UNIT_NAMES.map((name) => `\`${name}\``),
        );
      return { kind: 'literal', value: Number(token.text), start, end };
    }
    tokens.next();
    const count = Number(token.text);
    if (!Number.isInteger(count) || count < 1) tokens.unexpected(token, ['a whole number of at least 1']);
    const period = capped({ count, unit });
    if (period.count !== count) {
      const cut = `${period.count}${unit}`;
      const message = `\`${count}${unit}\` is cut to \`${cut}\`, the most that its unit allows, as on the service.`;
      tokens.notes.push({ kind: 'period-cut', message });
    }
    return { kind: 'period', period, start, end: next.end };
  }

  private word(token: Token): Expression {
    const { start, end } = token;
    if (isSymbol(this.tokens.peek(), '(')) return this.pathInto(this.call(token));
    const lower = token.text.toLowerCase();
    if (lower === 'true' || lower === 'false')
      return { kind: 'literal', value: lower === 'true', start, end };
    return this.field(token);
  }

  private call(token: Token): Expression {
    const { tokens } = this;
    tokens.expectSymbol('(');
    const isStar = tokens.takeSymbol('*');
    const isEmpty = isStar || isSymbol(tokens.peek(), ')');
    const list = isEmpty ? [] : tokens.list(() => this.expression());
    const close = tokens.next();
    if (!isSymbol(close, ')')) tokens.unexpected(close, isStar ? ['`)`'] : ['`,`', '`)`']);
    const name = token.text.toLowerCase();
    if (isStar && !name.startsWith('count'))
      tokens.fail(token.start, `\`${token.text}\` needs a field.`, ['a field']);
    return { kind: 'call', name, arguments: list, start: token.start, end: close.end };
  }

  /** A field by its name, and what follows it in brackets: `a.b[0].c` is the field `a.b.0.c`. */
  private field(token: Token): Expression {
    const path = this.path(token.end);
    return {
      kind: 'field',
      name: [token.text, ...path].join('.'),
      start: token.start,
      end: this.tokens.offset,
    };
  }

  /** `jsonParse(x).y[0]` */
  private pathInto(value: Expression): Expression {
    const path = this.path(value.end);
    if (path.length === 0) return value;
    return { kind: 'path', value, path: path.join('.'), start: value.start, end: this.tokens.offset };
  }

  /** The steps of a path that begins right at `end`: `[0]` and `.name`. */
  private path(end: number): string[] {
    const { tokens } = this;
    const steps: string[] = [];
    for (let next = tokens.peek(); next.start === end; next = tokens.peek()) {
      if (tokens.takeSymbol('[')) {
        const index = tokens.next();
        if (index.kind !== 'number' || !/^\d+$/.test(index.text)) tokens.unexpected(index, ['an index']);
        tokens.expectSymbol(']');
        steps.push(index.text);
      } else if (tokens.takeSymbol('.')) steps.push(tokens.name().text);
      else break;
      end = tokens.offset;
    }
    return steps;
  }
}

const COMPARISONS = new Map<string, Comparison>([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);
const RESERVED = new Set(['and', 'or', 'not', 'like', 'in', 'as', 'by']);

function joined(kind: 'and' | 'or', left: Expression, right: Expression): Expression {
  return { kind, left, right, start: left.start, end: right.end };
}

function negated(operand: Expression, start: number): Expression {
  return { kind: 'not', operand, start, end: operand.end };
}

function calculated(operator: Arithmetic, left: Expression, right: Expression): Expression {
  return { kind: 'arithmetic', operator, left, right, start: left.start, end: right.end };
}
