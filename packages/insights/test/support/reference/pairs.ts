import fc, { type GeneratorValue } from 'fast-check';
import type { LogEvent } from '../../../src/index.js';
import {
  type Column,
  type Expr,
  type Gather,
  gathered,
  type Item,
  type Model,
  print,
  type Step,
} from './model.js';

const NOON = Date.UTC(2026, 2, 1, 12);
const ID = 'c793869b-ee49-115b-a5b6-4fd21e8dedac';

/** What can be named in an event, as the reference and as a query call it. */
const FIELDS = [
  'a',
  'b',
  'n',
  's',
  'o.x',
  'o',
  'list',
  'list.0',
  'json',
  '`odd-name`',
  'none',
  '@message',
  '@timestamp',
  '@type',
  '@duration',
  '@logStream',
].map((text): Name => ({ k: 'name', name: text.replaceAll('`', ''), text }));
FIELDS.push({ k: 'name', name: 'list.1', text: 'list[1]' });

const WORDS = [
  'x',
  'X',
  'abc',
  'needs-retry.s3',
  '200',
  '007',
  '7',
  '',
  'ä€',
  'a b',
  'err=5',
  'a2b10',
  'a10b2',
  'true',
  '-1.5',
];
const NUMBERS = [0, 1, 2, 3, 5, 7, 10, 100, 200, 1.5, -1, -2.5];
const PATTERNS = ['x', '\\d+', '^a', 'retry|err', '[a-c]{2}', 'b$', '\\bneeds-retry\\.'];
const GLOBS = ['err=*', '*=*', 'needs-*.*', '"a":*,', '* *', '*'];
const GROUPS = ['(?<g>\\d+)', '(?<g>[a-z]+)[^a-z]+(?<h>\\w+)', 'err=(?<g>.*)', '"(?<g>[a-z]+)":(?<h>\\d+)?'];
const ONE = [
  'abs',
  'ceil',
  'floor',
  'strlen',
  'toupper',
  'tolower',
  'trim',
  'isempty',
  'isblank',
  'ispresent',
  'isNumeric',
  'toMillis',
];
const TWO = ['strcontains', 'startsWith', 'endsWith', 'concat', 'coalesce', 'greatest', 'least'];
const PERIODS: [string, number][] = [
  ['bin(1m)', 60_000],
  ['bin(@timestamp, 5m)', 300_000],
  ['bin(30s)', 30_000],
  ['bin(1h)', 3_600_000],
  ['bin(120s)', 60_000],
];
const EXACT = [
  'count',
  'count_distinct',
  'sum',
  'min',
  'max',
  'earliest',
  'latest',
  'sortsFirst',
  'sortsLast',
];
/** Their last digits depend on how they are calculated: nothing is sorted or filtered by them. */
const INEXACT = ['avg', 'pct', 'percentile', 'median', 'stddev'];

type Name = Expr & { readonly k: 'name' };

/** A query that is valid, and a log in which what it asks for may be. */
export const pairs: fc.Arbitrary<{
  readonly model: Model;
  readonly messages: readonly string[];
  readonly times: readonly number[];
}> = fc.gen().map((g) => {
  const model = new Builder(g).model();
  const messages = g(fc.array, messageArbitrary, { maxLength: 25 });
  return { model, messages, times: messages.map(() => NOON + g(fc.nat, { max: 600 }) * 1000) };
});

export function eventsOf({
  messages,
  times,
}: {
  readonly messages: readonly string[];
  readonly times: readonly number[];
}): LogEvent[] {
  return messages.map((message, index) => ({
    message,
    timestamp: times[index]!,
    logStream: `stream-${index % 3}`,
  }));
}

/** Builds a query command by command, and knows what has a name by then. */
class Builder {
  private names: Name[] = FIELDS;
  private readonly taken = new Set<string>();
  private afterStats = false;
  private hasBin = false;
  private fresh = 0;

  constructor(private readonly g: GeneratorValue) {}

  model(): Model {
    const steps: Step[] = [];
    for (let count = this.upTo(3); count > 0; count--) steps.push(this.step());
    for (let count = this.pick([0, 0, 1, 1, 2]); count > 0; count--) {
      steps.push(this.stats());
      if (this.chance()) steps.push(this.step());
    }
    if (this.chance()) steps.push(this.sort());
    if (this.chance())
      steps.push({ k: 'limit', word: this.pick(['limit', 'head', 'tail']), count: 1 + this.upTo(6) });
    else if (this.chance(4)) {
      steps.push({ k: 'dedup', keys: [this.pick(this.names), this.pick(this.names)] });
      if (this.chance()) steps.push({ k: 'limit', word: 'limit', count: 1 + this.upTo(6) });
      return steps;
    }
    if (steps.length === 0 || this.chance()) steps.push(this.shown(this.chance() ? 'fields' : 'display'));
    return steps;
  }

  private step(): Step {
    switch (this.pick(['filter', 'filter', 'filter', 'fields', 'fields', 'glob', 'regex', 'unnest'])) {
      case 'filter':
        return { k: 'filter', word: this.pick(['filter', 'where', 'FILTER']), condition: this.condition(2) };
      case 'fields':
        return this.shown('fields');
      case 'glob': {
        const pattern = this.pick(GLOBS);
        const from = this.afterStats || this.chance() ? this.pick(this.names) : undefined;
        const names = Array.from({ length: pattern.split('*').length - 1 }, () => this.newName());
        return { k: 'glob', from, pattern, names };
      }
      case 'regex': {
        const from = this.afterStats || this.chance() ? this.pick(this.names) : undefined;
        const names: string[] = [];
        const source = this.pick(GROUPS).replace(/<[gh]>/g, () => {
          names.push(this.newName());
          return `<${names.at(-1)}>`;
        });
        return { k: 'regex', from, source, names };
      }
      default:
        return { k: 'unnest', from: this.pick(this.names), name: this.newName() };
    }
  }

  private shown(k: 'fields' | 'display'): Step {
    const columns: Column[] = [];
    for (let count = 1 + this.upTo(2); count > 0; count--) {
      const expr = this.chance() ? this.pick(this.recent()) : this.expr(2);
      const alias = this.chance() ? this.alias() : undefined;
      if (alias === undefined && expr.k === 'name') this.taken.add(expr.name);
      columns.push({ expr, alias });
    }
    return { k, columns };
  }

  private stats(): Step {
    const keys: Column[] = [];
    let hasBin = false;
    for (let count = this.pick([0, 1, 1, 2]); count > 0; count--) {
      const isBin: boolean = !this.afterStats && !hasBin && this.chance(3);
      hasBin ||= isBin;
      const expr = isBin ? this.bin() : this.chance(3) ? this.expr(1) : this.pick(this.names);
      keys.push({ expr, alias: this.chance() ? this.freshName() : undefined });
    }
    const items: Item[] = [];
    const inexact = new Set<string>();
    for (let count = 1 + this.upTo(2); count > 0; count--) {
      const isExact = this.chance();
      const gather = this.gather(isExact ? EXACT : INEXACT);
      const alias = this.chance() ? this.freshName() : undefined;
      if (!isExact || gather.k === 'ratio') inexact.add(alias ?? gathered(gather));
      items.push({ gather, alias });
    }
    this.names = [
      // What is calculated is a column, too, but not one that can stand anywhere.
      ...keys.flatMap(({ expr, alias }): Name[] => {
        if (alias !== undefined) return [named(alias)];
        return expr.k === 'name' ? [expr] : ['call', 'bin'].includes(expr.k) ? [named(print(expr))] : [];
      }),
      ...items.map(({ gather, alias }) => named(alias ?? gathered(gather))),
    ].filter(({ text }) => !inexact.has(text));
    if (this.names.length === 0) {
      items.push({ gather: { k: 'aggregate', fn: 'count', of: undefined }, alias: 'total' });
      this.names = [named('total')];
    }
    this.taken.clear();
    for (const { name } of this.names) this.taken.add(name);
    this.afterStats = true;
    this.hasBin = hasBin;
    return { k: 'stats', items, keys };
  }

  private gather(functions: readonly string[]): Gather {
    if (this.chance(8)) {
      return {
        k: 'ratio',
        a: this.gather(['sum', 'max']),
        b: { k: 'aggregate', fn: 'count', of: undefined },
      };
    }
    const fn = this.pick(functions.filter((name) => !this.afterStats || !/earliest|latest/.test(name)));
    const percent = fn === 'pct' || fn === 'percentile' ? this.pick([0, 10, 50, 90, 99.5, 100]) : undefined;
    const of =
      fn === 'count' && this.chance() ? undefined : this.chance(3) ? this.expr(1) : this.pick(this.names);
    return { k: 'aggregate', fn, of, ...(percent !== undefined && { percent }) };
  }

  private sort(): Step {
    const word = this.pick(['sort', 'sort by', 'order by', 'SORT']);
    const keys = Array.from({ length: 1 + this.upTo(1) }, (): readonly [Expr, 'asc' | 'desc' | ''] => {
      const time: Name = { k: 'name', name: '@timestamp', text: '@timestamp' };
      const key =
        this.hasBin && this.chance(3) ? time : this.chance(3) ? this.expr(1) : this.pick(this.names);
      return [key, this.pick(['asc', 'desc', ''])];
    });
    return { k: 'sort', word, keys };
  }

  private condition(depth: number): Expr {
    const kind = this.pick([
      ...['compare', 'compare', 'bound', 'bound', 'in', 'like', 'match', 'logic', 'logic', 'not', 'call'],
    ]);
    if (kind === 'bound') return this.bound();
    if (depth > 0 && kind === 'logic') {
      return {
        k: 'logic',
        op: this.pick(['and', 'or']),
        a: this.condition(depth - 1),
        b: this.condition(depth - 1),
      };
    }
    if (depth > 0 && kind === 'not')
      return { k: 'not', word: this.pick(['not ', '!']), a: this.condition(depth - 1) };
    const a = this.chance(4) ? this.expr(1) : this.pick(this.chance() ? this.names : this.plain());
    if (kind === 'in')
      return { k: 'in', not: this.chance(), a, list: [this.literal(), this.literal(), this.literal()] };
    if (kind === 'like') return { k: 'like', not: this.chance(3), a, part: this.pick(WORDS) };
    if (kind === 'match') return { k: 'match', a, source: this.pick(PATTERNS) };
    if (kind === 'call')
      return { k: 'call', fn: this.pick(['ispresent', 'isNumeric', 'isempty']), args: [a] };
    const b: Expr = this.chance(4) ? this.pick(this.names) : { k: 'value', value: this.literal() };
    const op = this.pick(['=', '==', '!=', '<', '<=', '>', '>=']);
    return this.chance(4) && b.k === 'value' ? { k: 'compare', op, a: b, b: a } : { k: 'compare', op, a, b };
  }

  /** A field beside a number, on either side: what a source compares before it reads an event. */
  private bound(): Expr {
    const op = this.pick(['=', '!=', '<', '<=', '>', '>=']);
    const [field, number]: [Expr, Expr] = [
      this.pick(this.plain()),
      { k: 'value', value: this.pick(NUMBERS) },
    ];
    return this.chance()
      ? { k: 'compare', op, a: field, b: number }
      : { k: 'compare', op, a: number, b: field };
  }

  private expr(depth: number): Expr {
    const kind =
      depth === 0
        ? 'name'
        : this.pick(['name', 'value', 'math', 'math', 'one', 'two', 'if', 'path', 'compare', 'replace']);
    const inner = () => this.expr(depth - 1);
    switch (kind) {
      case 'value':
        return { k: 'value', value: this.literal() };
      case 'math':
        return { k: 'math', op: this.pick(['+', '-', '*', '/', '%']), a: inner(), b: inner() };
      case 'one':
        return { k: 'call', fn: this.pick(ONE), args: [inner()] };
      case 'two':
        return {
          k: 'call',
          fn: this.pick(TWO),
          args: [inner(), this.chance() ? inner() : { k: 'value', value: this.literal() }],
        };
      case 'if':
        return { k: 'call', fn: 'if', args: [this.condition(1), inner(), inner()] };
      case 'replace':
        return {
          k: 'call',
          fn: 'replace',
          args: [inner(), { k: 'value', value: this.pick(WORDS) }, { k: 'value', value: this.pick(WORDS) }],
        };
      case 'path':
        return {
          k: 'path',
          of: { k: 'call', fn: 'jsonParse', args: [inner()] },
          path: this.pick([['y'], ['y', '0'], ['1'], ['a']]),
        };
      case 'compare':
        return this.condition(0);
      default:
        return this.pick(this.names);
    }
  }

  private bin(): Expr {
    const [text, ms] = this.pick(PERIODS);
    return { k: 'bin', text, ms };
  }

  /** A new name, or that of a field which from here on means what it is given to. */
  private alias(): string {
    const name = this.pick(['a', 'b', 'n', 's', 'none']);
    if (this.chance() || this.taken.has(name) || this.afterStats) return this.newName();
    this.taken.add(name);
    return name;
  }

  private newName(): string {
    const name = this.freshName();
    this.taken.add(name);
    this.names = [...this.names, named(name)];
    return name;
  }

  private freshName(): string {
    return `v${++this.fresh}`;
  }

  private literal(): string | number {
    return this.chance() ? this.pick(WORDS) : this.pick(NUMBERS);
  }

  /** What was named last, which nothing else might show. */
  private recent(): readonly Name[] {
    return this.chance() ? this.names.slice(-3) : this.names;
  }

  /** Fields by which a source can leave out events that cannot match. */
  private plain(): readonly Name[] {
    const plain = this.names.filter(({ name }) => /^[abns]$|^@message$/.test(name));
    return plain.length > 0 ? plain : this.names;
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.g(fc.nat, { max: values.length - 1 })]!;
  }

  private upTo(most: number): number {
    return this.g(fc.nat, { max: most });
  }

  private chance(of = 2): boolean {
    return this.upTo(of - 1) === 0;
  }
}

function named(name: string): Name {
  return { k: 'name', name, text: name };
}

const value = fc.oneof(
  fc.constantFrom<unknown>(...WORDS, ...NUMBERS),
  fc.constantFrom<unknown>(true, false, null, '[1,"x"]', '{"y":[7,"z"],"a":2}', [1, 'x'], { y: 5 }),
);

const messageArbitrary: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record(
        {
          timestamp: fc.constantFrom('2026-03-01T12:00:00.000Z', '2026-03-01T12:03:30.500Z', NOON + 400_000),
          a: value,
          b: value,
          n: fc.constantFrom(...NUMBERS),
          s: fc.constantFrom(...WORDS),
          o: fc.record({ x: value }),
          list: fc.array(value, { maxLength: 3 }),
          json: fc.constantFrom('{"y":[7,"z"],"a":2}', '[1,{"y":3}]', '{', 'text'),
          'odd-name': value,
        },
        { requiredKeys: [] },
      )
      .map((document) => JSON.stringify(document)),
  },
  fc.constantFrom(
    `START RequestId: ${ID} Version: $LATEST`,
    `REPORT RequestId: ${ID}\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB`,
    `2026-03-01T12:01:00.000Z\t${ID}\tINFO\tfirst {"n":3,"s":"abc"} then {"n":4}`,
    'needs-retry.s3.ListBuckets|increment|count=1',
    'err=5 a b',
    '{"n":1,"s":"cut',
    '  {"n":2}  ',
    '{"n":3} and more',
    '[{"n":4}]',
    '{"\\u006e":5,"s":"\\u0061bc"}',
  ),
);
