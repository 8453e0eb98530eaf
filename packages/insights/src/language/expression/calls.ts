import { aggregates } from '../aggregates.js';
import { QuerySyntaxError, UnsupportedCommandError } from '../errors.js';
import { scalarFunctions } from '../functions/index.js';
import { closest, findIgnoringCase, OTHER_NAMES, SERVICE_FUNCTIONS } from '../names.js';
import { ceilTo, floorTo, type Period } from '../period.js';
import { Regex, RegexError } from '../regex.js';
import type { Reader } from '../row.js';
import type { Call, Expression } from '../syntax.js';
import { LONGEST_TEXT, numberOf, Timestamp, textOf, truthy, type Value } from '../value.js';
import { checkCount, nameOf, periodOf } from './arguments.js';
import type { Compile, Surroundings } from './surroundings.js';

/** Makes a function of a row from a call, whose arguments `compile` makes. */
export function compileCall(call: Call, here: Surroundings, compile: Compile): Reader {
  if (aggregates.has(call.name)) {
    if (here.aggregate) return here.aggregate(call);
    throw new QuerySyntaxError(
      here.query,
      call.start,
      `\`${nameOf(here.query, call)}\` is an aggregate: it stands in \`stats\` only.`,
      ['`stats`'],
    );
  }
  const special = SPECIAL.get(call.name);
  if (special) {
    checkCount(here.query, call, special.least, special.most);
    return special.compile(call, here, compile);
  }
  const known = scalarFunctions.get(call.name);
  if (!known) return unknownFunction(call, here);
  checkCount(here.query, call, known.least, known.most);
  return apply(known.apply, call.arguments.map(compile));
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
  readonly compile: (call: Call, here: Surroundings, compile: Compile) => Reader;
};

/** Functions that are more than functions of values: they take periods, know the time, or leave arguments out. */
const SPECIAL = new Map<string, Special>(
  Object.entries({
    bin: { least: 1, most: 2, compile: bin },
    datefloor: { least: 2, most: 2, compile: (call, here, compile) => rounded(call, here, compile, floorTo) },
    dateceil: { least: 2, most: 2, compile: (call, here, compile) => rounded(call, here, compile, ceilTo) },
    now: { least: 0, most: 0, compile: (_, { window }) => constant(Math.floor(window.now / 1000)) },
    querystarttime: { least: 0, most: 0, compile: (_, { window }) => constant(window.start) },
    queryendtime: { least: 0, most: 0, compile: (_, { window }) => constant(window.end) },
    querytimerange: {
      least: 0,
      most: 0,
      compile: (_, { window: { start, end } }) =>
        constant(start === undefined || end === undefined ? undefined : end - start),
    },
    ispresent: { least: 1, most: 1, compile: (call, _, compile) => isPresent(call, compile) },
    coalesce: {
      least: 1,
      most: Number.POSITIVE_INFINITY,
      compile: (call, _, compile) => coalesce(call, compile),
    },
    // Ten branches and a default.
    case: { least: 2, most: 21, compile: (call, _, compile) => caseOf(call, compile) },
    if: { least: 3, most: 3, compile: (call, _, compile) => caseOf(call, compile) },
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
  compile: Compile,
  rounding: (period: Period) => (ms: number) => number,
): Reader {
  const time = compile(call.arguments[0]!);
  return floored(time, rounding(periodOf(call.arguments[1]!, here.query)));
}

function floored(time: Reader, floor: (ms: number) => number): Reader {
  // Events that follow each other are mostly of one period.
  let last = new Timestamp(Number.NaN);
  return (row) => {
    const ms = numberOf(time(row));
    if (ms === undefined) return undefined;
    const floored = floor(ms);
    if (!Number.isFinite(floored)) return undefined;
    if (floored !== last.ms) last = new Timestamp(floored);
    return last;
  };
}

function isPresent(call: Call, compile: Compile): Reader {
  const value = compile(call.arguments[0]!);
  return (row) => value(row) !== undefined;
}

function coalesce(call: Call, compile: Compile): Reader {
  const readers = call.arguments.map(compile);
  return (row) => {
    for (const reader of readers) {
      const value = reader(row);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function caseOf(call: Call, compile: Compile): Reader {
  const readers = call.arguments.map(compile);
  const hasDefault = readers.length % 2 === 1;
  return (row) => {
    for (let index = 0; index + 1 < readers.length; index += 2) {
      if (truthy(readers[index]!(row))) return readers[index + 1]!(row);
    }
    return hasDefault ? readers[readers.length - 1]!(row) : undefined;
  };
}

function regexReplace(call: Call, here: Surroundings, compile: Compile): Reader {
  const [value, pattern, replacement] = call.arguments as [Expression, Expression, Expression];
  if (pattern.kind !== 'literal' || typeof pattern.value !== 'string') {
    throw new QuerySyntaxError(here.query, pattern.start, 'The pattern is a quoted regular expression.', [
      'quoted text',
    ]);
  }
  const regex = regexIn(pattern.value, pattern.start, here.query);
  const text = compile(value);
  const by = compile(replacement);
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

function unknownFunction(call: Call, { query }: Surroundings): never {
  const name = nameOf(query, call);
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
