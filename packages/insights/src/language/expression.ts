import { aggregates } from './aggregates.js';
import { equal, order } from './compare.js';
import { QuerySyntaxError, UnsupportedCommandError } from './errors.js';
import { scalarFunctions } from './functions/index.js';
import { valueAt } from './json-fields.js';
import { closest, findIgnoringCase, OTHER_NAMES, SERVICE_FUNCTIONS } from './names.js';
import { ceilTo, floorTo, type Period, UNIT_NAMES } from './period.js';
import { Regex, RegexError } from './regex.js';
import type { Reader } from './row.js';
import type { Arithmetic, Call, Comparison, Expression } from './syntax.js';
import { finite, LONGEST_TEXT, numberOf, Structure, Timestamp, textOf, truthy, type Value } from './value.js';

/** What expressions stand in: which names mean what, and when the query runs. */
export type Surroundings = {
  readonly query: string;
  readonly window: QueryWindow;
  field(expression: Expression & { readonly kind: 'field' }): Reader;
  /** A column that is called what the text of this expression says, such as `count(*)` after a `stats`. */
  column(text: string): Reader | undefined;
  /** How an aggregate is read here; undefined where none may stand. */
  aggregate?(call: Call): Reader;
};

/** The moment a query is run at and the time it asks about, in epoch milliseconds. */
export type QueryWindow = {
  readonly now: number;
  readonly start: number | undefined;
  readonly end: number | undefined;
};

/** Makes a function of a row from an expression, or says what is wrong with it. */
export function compileExpression(expression: Expression, here: Surroundings): Reader {
  const compile = (inner: Expression): Reader => compileExpression(inner, here);
  const column = isColumn(expression, here)
    ? here.column(here.query.slice(expression.start, expression.end))
    : undefined;
  if (column) return column;
  switch (expression.kind) {
    case 'field':
      return here.field(expression);
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'period':
      throw new QuerySyntaxError(
        here.query,
        expression.start,
        'A period of time can only stand in `bin`, `datefloor`, `dateceil` and `rate`.',
        ['a number'],
      );
    case 'arithmetic':
      return arithmetic(expression.operator, compile(expression.left), compile(expression.right));
    case 'comparison':
      return comparison(expression.operator, compile(expression.left), compile(expression.right));
    case 'and': {
      const left = compile(expression.left);
      const right = compile(expression.right);
      return (row) => truthy(left(row)) && truthy(right(row));
    }
    case 'or': {
      const left = compile(expression.left);
      const right = compile(expression.right);
      return (row) => truthy(left(row)) || truthy(right(row));
    }
    case 'not': {
      const operand = compile(expression.operand);
      return (row) => !truthy(operand(row));
    }
    case 'in': {
      const value = compile(expression.value);
      const list = expression.list.map(compile);
      return (row) => {
        const wanted = value(row);
        return list.some((item) => equal(wanted, item(row)));
      };
    }
    case 'contains': {
      const value = compile(expression.value);
      const part = compile(expression.part);
      return (row) => {
        const text = textOf(value(row));
        const wanted = textOf(part(row));
        return text !== undefined && wanted !== undefined && text.includes(wanted);
      };
    }
    case 'matches': {
      const value = compile(expression.value);
      const { regex } = expression;
      return (row) => {
        const text = textOf(value(row));
        return text !== undefined && regex.test(text);
      };
    }
    case 'path': {
      const value = compile(expression.value);
      const { path } = expression;
      return (row) => valueAt(value(row), path);
    }
    case 'call':
      return compileCall(expression, here);
  }
}

/** Whether an expression may be a column that is called by its text; in `stats` an aggregate is never one. */
function isColumn(expression: Expression, here: Surroundings): boolean {
  if (expression.kind === 'call') return !here.aggregate || !aggregates.has(expression.name);
  return expression.kind !== 'field' && expression.kind !== 'literal';
}

function compileCall(call: Call, here: Surroundings): Reader {
  if (aggregates.has(call.name)) {
    if (here.aggregate) return here.aggregate(call);
    const name = here.query.slice(call.start, here.query.indexOf('(', call.start)).trim();
    throw new QuerySyntaxError(
      here.query,
      call.start,
      `\`${name}\` is an aggregate: it stands in \`stats\` only.`,
      ['`stats`'],
    );
  }
  const special = SPECIAL.get(call.name);
  if (special) {
    checkCount(call, special.least, special.most, here);
    return special.compile(call, here);
  }
  const known = scalarFunctions.get(call.name);
  if (!known) return unknownFunction(call, here);
  checkCount(call, known.least, known.most, here);
  return apply(
    known.apply,
    call.arguments.map((argument) => compileExpression(argument, here)),
  );
}

function apply(call: (...values: Value[]) => Value, readers: readonly Reader[]): Reader {
  const [a, b] = readers;
  if (readers.length === 1) return (row) => call(a!(row));
  if (readers.length === 2) return (row) => call(a!(row), b!(row));
  return (row) => call(...readers.map((reader) => reader(row)));
}

type Special = {
  readonly least: number;
  readonly most: number;
  readonly compile: (call: Call, here: Surroundings) => Reader;
};

/** Functions that are more than functions of values: they take periods, know the time, or leave arguments out. */
const SPECIAL = new Map<string, Special>(
  Object.entries({
    bin: { least: 1, most: 2, compile: bin },
    datefloor: { least: 2, most: 2, compile: (call, here) => rounded(call, here, floorTo) },
    dateceil: { least: 2, most: 2, compile: (call, here) => rounded(call, here, ceilTo) },
    now: { least: 0, most: 0, compile: (_, { window }) => constant(Math.floor(window.now / 1000)) },
    querystarttime: { least: 0, most: 0, compile: (_, { window }) => constant(window.start) },
    queryendtime: { least: 0, most: 0, compile: (_, { window }) => constant(window.end) },
    querytimerange: {
      least: 0,
      most: 0,
      compile: (_, { window: { start, end } }) =>
        constant(start === undefined || end === undefined ? undefined : end - start),
    },
    ispresent: { least: 1, most: 1, compile: isPresent },
    coalesce: { least: 1, most: Number.POSITIVE_INFINITY, compile: coalesce },
    // Ten branches and a default.
    case: { least: 2, most: 21, compile: caseOf },
    if: { least: 3, most: 3, compile: caseOf },
    regexreplace: { least: 3, most: 3, compile: regexReplace },
  }),
);

function bin(call: Call, here: Surroundings): Reader {
  const [first, second] = call.arguments as [Expression, Expression?];
  if (second && !(first.kind === 'field' && first.name === '@timestamp')) {
    throw new QuerySyntaxError(here.query, first.start, '`bin` is of `@timestamp` alone.', [
      '`datefloor` for other times',
    ]);
  }
  const time = here.field({ kind: 'field', name: '@timestamp', start: call.start, end: call.end });
  return floored(time, floorTo(periodOf(second ?? first, here.query)));
}

function rounded(
  call: Call,
  here: Surroundings,
  rounding: (period: Period) => (ms: number) => number,
): Reader {
  const time = compileExpression(call.arguments[0]!, here);
  return floored(time, rounding(periodOf(call.arguments[1]!, here.query)));
}

function floored(time: Reader, floor: (ms: number) => number): Reader {
  return (row) => {
    const ms = numberOf(time(row));
    if (ms === undefined) return undefined;
    const floored = floor(ms);
    return Number.isFinite(floored) ? new Timestamp(floored) : undefined;
  };
}

/** A period as an argument. */
export function periodOf(argument: Expression, query: string): Period {
  if (argument.kind === 'period') return argument.period;
  throw new QuerySyntaxError(query, argument.start, 'A period of time is a number and a unit.', [
    `a number with one of ${UNIT_NAMES.join(' ')}`,
  ]);
}

function isPresent(call: Call, here: Surroundings): Reader {
  const value = compileExpression(call.arguments[0]!, here);
  return (row) => value(row) !== undefined;
}

function coalesce(call: Call, here: Surroundings): Reader {
  const readers = call.arguments.map((argument) => compileExpression(argument, here));
  return (row) => {
    for (const reader of readers) {
      const value = reader(row);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function caseOf(call: Call, here: Surroundings): Reader {
  const readers = call.arguments.map((argument) => compileExpression(argument, here));
  const hasDefault = readers.length % 2 === 1;
  return (row) => {
    for (let index = 0; index + 1 < readers.length; index += 2) {
      if (truthy(readers[index]!(row))) return readers[index + 1]!(row);
    }
    return hasDefault ? readers[readers.length - 1]!(row) : undefined;
  };
}

function regexReplace(call: Call, here: Surroundings): Reader {
  const [value, pattern, replacement] = call.arguments as [Expression, Expression, Expression];
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') {
    throw new QuerySyntaxError(here.query, pattern.start, 'The pattern is a quoted regular expression.', [
      'quoted text',
    ]);
  }
  const regex = regexIn(pattern.value, pattern.start, here.query);
  const text = compileExpression(value, here);
  const by = compileExpression(replacement, here);
  return (row) => {
    const source = textOf(text(row));
    return source === undefined ? undefined : regex.replaceAll(source, textOf(by(row)) ?? '', LONGEST_TEXT);
  };
}

function regexIn(source: string, offset: number, query: string): Regex {
  try {
    return new Regex(source);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    const reason = `RE2 does not accept this regular expression: ${error.message}.`;
    throw new QuerySyntaxError(query, offset, reason, ['RE2 syntax']);
  }
}

function constant(value: Value): Reader {
  return () => value;
}

function checkCount(call: Call, least: number, most: number, { query }: Surroundings): void {
  const { length } = call.arguments;
  if (length >= least && length <= most) return;
  const wanted =
    least === most
      ? String(least)
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : `${least} to ${most}`;
  const noun = wanted === '1' ? 'argument' : 'arguments';
  const name = query.slice(call.start, query.indexOf('(', call.start)).trim();
  const last = call.arguments[most];
  throw new QuerySyntaxError(
    query,
    last ? last.start : call.end - 1,
    `\`${name}\` takes ${wanted} ${noun}, and here ${length === 1 ? 'is' : 'are'} ${length}.`,
    [`${wanted} ${noun}`],
  );
}

function unknownFunction(call: Call, { query }: Surroundings): never {
  const name = query.slice(call.start, query.indexOf('(', call.start)).trim();
  const refused = findIgnoringCase(SERVICE_FUNCTIONS, name);
  if (refused) throw new UnsupportedCommandError(query, call.start, refused);
  const meant =
    OTHER_NAMES.get(name.toLowerCase()) ??
    closest(name, [...scalarFunctions.keys(), ...SPECIAL.keys(), ...aggregates.keys()]);
  throw new QuerySyntaxError(
    query,
    call.start,
    `There is no function \`${name}\`.`,
    meant ? [`\`${meant}\``] : (percentileOf(name) ?? ['a function']),
  );
}

/** `p95(x)` is what other languages have. */
function percentileOf(name: string): string[] | undefined {
  const [, percent] = /^p(?:erc)?(\d\d?)$/i.exec(name) ?? [];
  return percent === undefined ? undefined : [`\`pct(…, ${percent})\``];
}

function arithmetic(operator: Arithmetic, left: Reader, right: Reader): Reader {
  const calculate = OPERATORS[operator];
  return (row) => {
    const a = numberOf(left(row));
    if (a === undefined) return undefined;
    const b = numberOf(right(row));
    return b === undefined ? undefined : finite(calculate(a, b));
  };
}

const OPERATORS: Record<Arithmetic, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

function comparison(operator: Comparison, left: Reader, right: Reader): Reader {
  switch (operator) {
    case '=':
      return (row) => equal(left(row), right(row));
    case '!=':
      // A missing field is different from any value; a map or a list is neither equal nor different.
      return (row) => {
        const a = left(row);
        const b = right(row);
        return !(a instanceof Structure) && !(b instanceof Structure) && !equal(a, b);
      };
    case '<':
      return ordered(left, right, (difference) => difference < 0);
    case '<=':
      return ordered(left, right, (difference) => difference <= 0);
    case '>':
      return ordered(left, right, (difference) => difference > 0);
    case '>=':
      return ordered(left, right, (difference) => difference >= 0);
  }
}

function ordered(left: Reader, right: Reader, holds: (difference: number) => boolean): Reader {
  return (row) => {
    const difference = order(left(row), right(row));
    return difference !== undefined && holds(difference);
  };
}
