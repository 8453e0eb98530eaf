import type { LogEvent } from '../../../src/index.js';
import { aggregated } from './aggregate.js';
import { functions } from './functions.js';
import { type Expr, type Gather, gathered, type Model, print, type Step } from './model.js';
import { compared, equal, holds, isNested, naturally, number, shown, text, type V, wrap } from './values.js';

/*
 * Answers a query in the plainest way there is: all rows in a list, one command after the other. It shares
 * nothing with the package, so that a difference is a mistake in one of the two.
 */

export type Answer = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [string, string][])[];
};

type Row = {
  readonly event: LogEvent | undefined;
  readonly arrival: number;
  readonly values: Map<string, V>;
};

export function reference(model: Model, events: readonly LogEvent[]): Answer {
  let rows: Row[] = events.map((event, arrival) => ({ event, arrival, values: new Map() }));
  // Newest first, and of the same time the one that came last.
  rows.sort((a, b) => b.event!.timestamp - a.event!.timestamp || b.arrival - a.arrival);
  let columns: string[] = [];
  let displayed: string[] | undefined;
  for (const step of model) {
    rows = apply(step, rows);
    if (step.k === 'fields') columns.push(...step.columns.map(nameOf));
    if (step.k === 'display') displayed = step.columns.map(nameOf);
    if (step.k === 'stats') {
      columns = [
        ...step.keys.map(nameOf),
        ...step.items.map(({ gather, alias }) => alias ?? gathered(gather)),
      ];
      displayed = undefined;
    }
  }
  const names = [...new Set(displayed ?? columns)];
  if (names.length === 0) names.push('@timestamp', '@message');
  return {
    columns: names,
    rows: rows.slice(0, 10_000).map((row) =>
      names.flatMap((name) => {
        const value = shown(row.values.has(column(name)) ? row.values.get(column(name)) : lookup(row, name));
        return value === undefined ? [] : [[name, value] as [string, string]];
      }),
    ),
  };
}

function apply(step: Step, rows: Row[]): Row[] {
  switch (step.k) {
    case 'fields':
    case 'display':
      for (const row of rows) {
        for (const item of step.columns) {
          const value = evaluate(item.expr, row);
          row.values.set(column(nameOf(item)), value);
          if (item.alias !== undefined) row.values.set(item.alias, value);
        }
      }
      return rows;
    case 'filter':
      return rows.filter((row) => holds(evaluate(step.condition, row)));
    case 'glob':
      return rows.map((row) => withNames(row, step.names, globbed(sourceOf(step.from, row), step.pattern)));
    case 'regex':
      return rows.map((row) => {
        const found = new RegExp(step.source, 'u').exec(sourceOf(step.from, row) ?? '\u0000');
        return withNames(row, step.names, found ? step.names.map((name) => found.groups![name]) : undefined);
      });
    case 'unnest':
      return rows.flatMap((row) => unnested(row, evaluate(step.from, row), step.name));
    case 'stats':
      return stats(step, rows);
    case 'sort':
      return [...rows].sort((a, b) => inOrder(step.keys, a, b));
    case 'limit':
      return step.word === 'tail' ? rows.slice(-step.count) : rows.slice(0, step.count);
    case 'dedup':
      return distinct(rows, step.keys);
  }
}

function unnested(row: Row, value: V, name: string): Row[] {
  const list = isNested(value) && Array.isArray(value.json) ? value.json.map(wrap) : [value];
  return list.map((item) => ({ ...row, values: new Map(row.values).set(name, item) }));
}

function inOrder(keys: (Step & { k: 'sort' })['keys'], a: Row, b: Row): number {
  for (const [key, way] of keys) {
    const order = naturally(sortValue(key, a), sortValue(key, b));
    if (order !== 0) return way === 'desc' ? -order : order;
  }
  return 0;
}

function distinct(rows: Row[], keys: readonly Expr[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = keys.map((key) => text(evaluate(key, row)));
    const isKnown = seen.has(JSON.stringify(values));
    seen.add(JSON.stringify(values));
    return values.includes(undefined) || !isKnown;
  });
}

function stats(step: Step & { k: 'stats' }, rows: Row[]): Row[] {
  const groups = new Map<string, { keys: V[]; rows: Row[] }>();
  // Groups stand in the order in which they appeared, which is not the order that rows are shown in.
  for (const row of [...rows].sort((a, b) => a.arrival - b.arrival)) {
    const keys = step.keys.map(({ expr }) => {
      const value = evaluate(expr, row);
      return text(value) === undefined ? undefined : value;
    });
    const id = JSON.stringify(keys.map((key) => [typeof key === 'object', text(key) ?? null]));
    const group = groups.get(id) ?? { keys, rows: [] };
    groups.set(id, group);
    group.rows.push(row);
  }
  return [...groups.values()].map(({ keys, rows: members }, arrival) => {
    const values = new Map<string, V>();
    step.keys.forEach((key, index) => {
      values.set(nameOf(key), keys[index]).set(column(nameOf(key)), keys[index]);
      if (key.alias === undefined && key.expr.k === 'name') values.set(key.expr.name, keys[index]);
      if (key.expr.k === 'bin' && !values.has(PERIOD)) values.set(PERIOD, keys[index]);
    });
    for (const { gather, alias } of step.items) {
      const value = gatheredFrom(gather, members);
      const name = alias ?? gathered(gather);
      values.set(name, value).set(column(name), value);
    }
    return { event: undefined, arrival, values };
  });
}

function gatheredFrom(gather: Gather, rows: readonly Row[]): V {
  if (gather.k === 'ratio') {
    return calculated('/', number(gatheredFrom(gather.a, rows)), number(gatheredFrom(gather.b, rows)));
  }
  const { fn, of, percent } = gather;
  const values = rows.map((row) => ({
    value: of ? evaluate(of, row) : true,
    time: row.event?.timestamp,
  }));
  return aggregated(fn, values, percent);
}

function evaluate(expr: Expr, row: Row): V {
  switch (expr.k) {
    case 'name':
      return row.values.has(expr.name) ? row.values.get(expr.name) : lookup(row, expr.name);
    case 'value':
      return expr.value;
    case 'math':
      return calculated(expr.op, number(evaluate(expr.a, row)), number(evaluate(expr.b, row)));
    case 'compare':
      return compared(expr.op, evaluate(expr.a, row), evaluate(expr.b, row));
    case 'logic': {
      const [a, b] = [holds(evaluate(expr.a, row)), holds(evaluate(expr.b, row))];
      return expr.op === 'and' ? a && b : a || b;
    }
    case 'not':
      return !holds(evaluate(expr.a, row));
    case 'in':
      return expr.list.some((item) => equal(evaluate(expr.a, row), item)) !== expr.not;
    case 'like':
      return (text(evaluate(expr.a, row))?.includes(expr.part) ?? false) !== expr.not;
    case 'match': {
      const value = text(evaluate(expr.a, row));
      return value !== undefined && new RegExp(expr.source, 'u').test(value);
    }
    case 'call': {
      const args = expr.args.map((arg) => evaluate(arg, row));
      return functions[expr.fn]!(...args);
    }
    case 'path': {
      const value = evaluate(expr.of, row);
      return typeof value === 'object' && 'json' in value ? wrap(walked(value.json, expr.path)) : undefined;
    }
    case 'bin': {
      const ms = row.event ? row.event.timestamp : undefined;
      return ms === undefined ? undefined : { ms: Math.floor(ms / expr.ms) * expr.ms };
    }
  }
}

const PERIOD = '\u0001';

/** What an unaliased column shows; after a `stats` an expression is the column that is called so. */
function sortValue(key: Expr, row: Row): V {
  const name = column(print(key));
  // By time, rows of periods are sorted by these, unless the time itself was kept.
  if (name === column('@timestamp') && !row.values.has('@timestamp') && row.values.has(PERIOD)) {
    return row.values.get(PERIOD);
  }
  return row.event === undefined && row.values.has(name) ? row.values.get(name) : evaluate(key, row);
}

/** A field of the event: its own, one of Lambda's, or one of its JSON. */
function lookup({ event }: Row, name: string): V {
  if (!event) return undefined;
  if (name === '@message') return event.message;
  if (name === '@timestamp') return { ms: event.timestamp };
  if (name === '@logStream') return event.logStream;
  if (name === '@type') return /^(START|END|REPORT) RequestId: /.exec(event.message)?.[1];
  if (name === '@duration') {
    const found = /^REPORT RequestId: [^\s]+\tDuration: ([\d.]+) ms\t/.exec(event.message)?.[1];
    return found === undefined ? undefined : Number(found);
  }
  if (name.startsWith('@')) return undefined;
  return wrap(walked(documentOf(event.message), name.split('.')));
}

function documentOf(message: string): unknown {
  const whole = objectIn(message);
  if (whole !== undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+Z\t[^\s]+\t/.test(message)) return whole;
  for (let start = message.indexOf('{'); start >= 0; start = message.indexOf('{', start + 1)) {
    for (let end = message.indexOf('}', start); end >= 0; end = message.indexOf('}', end + 1)) {
      const found = objectIn(message.slice(start, end + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function objectIn(json: string): object | undefined {
  if (!/^\s*\{/.test(json)) return undefined;
  try {
    return JSON.parse(json) as object;
  } catch {
    return undefined;
  }
}

function walked(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    const isObject = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key);
    return isObject ? (inner as Record<string, unknown>)[key] : undefined;
  }, json);
}

function calculated(op: string, a: number | undefined, b: number | undefined): V {
  if (a === undefined || b === undefined) return undefined;
  const result = op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : op === '/' ? a / b : a % b;
  return Number.isFinite(result) ? result : undefined;
}

function globbed(value: string | undefined, pattern: string): string[] | undefined {
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const last = escaped.pop();
  const source = `${escaped.join('([^]*?)')}${last === '' ? '([^]*)$' : `([^]*?)${last}`}`;
  return value === undefined ? undefined : new RegExp(source, 'u').exec(value)?.slice(1);
}

function sourceOf(from: Expr | undefined, row: Row): string | undefined {
  return from ? text(evaluate(from, row)) : row.event?.message;
}

function withNames(
  row: Row,
  names: readonly string[],
  found: readonly (string | undefined)[] | undefined,
): Row {
  names.forEach((name, index) => void row.values.set(name, found?.[index]));
  return row;
}

function nameOf({ expr, alias }: { readonly expr: Expr; readonly alias: string | undefined }): string {
  return alias ?? (expr.k === 'name' ? (expr.text.startsWith('`') ? expr.name : expr.text) : print(expr));
}

/** Columns are kept beside names: `fields n * 2 as n` leaves what an earlier `fields n * 2` showed. */
function column(name: string): string {
  return `\u0000${name}`;
}
