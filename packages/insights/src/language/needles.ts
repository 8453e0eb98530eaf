import type { Trace } from './discovered.js';
import type { Requirement } from './event.js';
import { better } from './regex-syntax.js';
import type { Call, Comparison, Expression, ParsePattern } from './syntax.js';
import { numberOf, parseNumber } from './value.js';

type Needles = readonly string[];

/** What the message of an event must contain for a field to be there, and how its value stands in it. */
export type Origin = {
  /** Each must hold. */
  readonly present: readonly Requirement[];
  /** The key that the field is, where it is one of JSON and not a path. */
  readonly key?: string;
  /** Whether the value stands in the message as it is, as JSON may write it, or not at all. */
  readonly written: 'verbatim' | 'json' | 'no';
};

export const UNKNOWN: Origin = { present: [], written: 'no' };

export function originOf(trace: Trace): Origin {
  if (trace.kind === 'message') return { present: [], written: 'verbatim' };
  if (trace.kind === 'json') {
    const isPlain = /^[A-Za-z0-9_-]+$/.test(trace.key);
    return {
      present: needles(keyNeedles(trace.key), isPlain ? () => true : undefined),
      written: 'json',
      ...(isPlain && { key: trace.key }),
    };
  }
  if (trace.kind === 'none') return UNKNOWN;
  return {
    present: needles(trace.contains === undefined ? undefined : [trace.contains]),
    written: 'verbatim',
  };
}

/** Where a parsed field comes from, given where its source does. */
export function parsedOrigin(pattern: ParsePattern, source: Origin): Origin {
  if (pattern.kind !== 'glob' && pattern.kind !== 'regex') return UNKNOWN;
  const texts = pattern.kind === 'regex' ? pattern.regex.needles : [longest(pattern.literals)];
  return { present: [...source.present, ...needles(writtenIn(source, texts))], written: source.written };
}

/** What the message of an event contains if `condition` holds: each of the results must. */
export function requirementsOf(
  condition: Expression,
  origin: (name: string) => Origin,
): readonly Requirement[] {
  const read = (expression: Expression): Origin =>
    expression.kind === 'field' ? origin(expression.name) : UNKNOWN;
  switch (condition.kind) {
    case 'and':
      return [...requirementsOf(condition.left, origin), ...requirementsOf(condition.right, origin)];
    case 'or': {
      const left = best(requirementsOf(condition.left, origin));
      const right = best(requirementsOf(condition.right, origin));
      return left && right ? needles([...new Set([...left.texts, ...right.texts])]) : [];
    }
    case 'field':
      return read(condition).present;
    case 'matches': {
      const source = read(condition.value);
      return [...source.present, ...needles(writtenIn(source, condition.regex.needles))];
    }
    case 'contains': {
      const source = read(condition.value);
      return [...source.present, ...needles(writtenIn(source, textsOf([condition.part])))];
    }
    case 'in': {
      const source = read(condition.value);
      return [...source.present, ...needles(writtenIn(source, completeTexts(condition.list)))];
    }
    case 'comparison':
      return requirementsOfComparison(condition, read);
    case 'call':
      return requirementsOfCall(condition, read);
    default:
      return [];
  }
}

function requirementsOfComparison(
  { operator, left, right }: Expression & { readonly kind: 'comparison' },
  read: (expression: Expression) => Origin,
): readonly Requirement[] {
  if (operator === '!=') return [];
  const found = [
    ...numbersOf(read(left), operator, right),
    ...numbersOf(read(right), FLIPPED[operator], left),
  ];
  if (operator === '=') {
    found.push(...needles(writtenIn(read(left), completeTexts([right]))));
    found.push(...needles(writtenIn(read(right), completeTexts([left]))));
  }
  return found;
}

function requirementsOfCall(
  { name, arguments: [first, second, ...more] }: Call,
  read: (expression: Expression) => Origin,
): readonly Requirement[] {
  if (!first) return [];
  const source = read(first);
  if (name === 'ispresent') return source.present;
  const isCertain = CONTAINING.has(name) && second !== undefined && more.length === 0;
  return isCertain ? [...source.present, ...needles(writtenIn(source, textsOf([second])))] : [];
}

const MOST = 8;
const CONTAINING = new Set(['strcontains', 'startswith', 'endswith']);
/** JSON may write any character as an escape. Hardly any line does, and those that do are looked at. */
const JSON_ESCAPE = '\\u';

function best(found: readonly Requirement[]): Requirement | undefined {
  return found.reduce<Requirement | undefined>(
    (a, b) => (a && better(a.texts, b.texts) === a.texts ? a : b),
    undefined,
  );
}

const FLIPPED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** A field that is compared with a number, so that most events can be left out by a look at theirs. */
function numbersOf(field: Origin, operator: Comparison, other: Expression): readonly Requirement[] {
  const value = other.kind === 'literal' ? numberOf(other.value) : undefined;
  if (field.key === undefined || value === undefined || operator === '!=') return field.present;
  return needles(keyNeedles(field.key), (found) => compare(operator, found, value));
}

function compare(operator: Comparison, found: number, value: number): boolean {
  if (operator === '=') return found === value;
  if (operator === '<') return found < value;
  if (operator === '<=') return found <= value;
  return operator === '>' ? found > value : found >= value;
}

function needles(texts: Needles | undefined, accepts?: (value: number) => boolean): Requirement[] {
  if (!texts || texts.length === 0 || texts.length > MOST || !texts.every(isSearchable)) return [];
  return [{ texts, ...(accepts && { accepts }) }];
}

function isSearchable(text: string): boolean {
  return text.length > 0 && !/[\n\r\ufffd\ud800-\udfff]/.test(text);
}

function keyNeedles(key: string): Needles | undefined {
  return inJson([longest(key.split('.').filter((part) => !/^\d+$/.test(part)))]);
}

function writtenIn(source: Origin, texts: Needles | undefined): Needles | undefined {
  if (!texts || source.written === 'no') return undefined;
  return source.written === 'json' ? inJson(texts) : texts;
}

function inJson(texts: Needles): Needles | undefined {
  const runs = texts.map((text) => longest(text.match(/[A-Za-z0-9 _.,:;@#$()*+-]+/g) ?? []));
  return runs.includes('') ? undefined : [...runs, JSON_ESCAPE];
}

function textsOf(list: readonly Expression[]): Needles | undefined {
  const texts = list.map((item) =>
    item.kind === 'literal' && typeof item.value === 'string' ? item.value : '',
  );
  return texts.includes('') ? undefined : texts;
}

/** Texts that equal nothing but themselves: `"200"` may be the number 2e2, and `"1"` may be true. */
function completeTexts(list: readonly Expression[]): Needles | undefined {
  const texts = textsOf(list);
  const isPlain = (text: string) => parseNumber(text) === undefined && !/^(?:true|false)$/i.test(text);
  return texts?.every(isPlain) ? texts : undefined;
}

function longest(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), '');
}
