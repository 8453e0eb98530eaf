import { type Aggregate, aggregates } from './aggregates.js';
import { type Collection, Collector } from './collect.js';
import { naturalOrder } from './compare.js';
import { QuerySyntaxError } from './errors.js';
import type { Requirement } from './event.js';
import { compileExpression, periodOf, type QueryWindow, type Surroundings } from './expression.js';
import { Grouping, type Measure } from './group.js';
import { parsedOrigin, requirementsOf, UNKNOWN } from './needles.js';
import { matchesOf } from './parse-patterns.js';
import { ceilTo } from './period.js';
import type { Push, Reader, Row } from './row.js';
import { EventScope, RowScope, type Scope } from './scope.js';
import type { Command, Expression, Named, Query } from './syntax.js';
import { fromJson, Structure, truthy, type Value } from './value.js';

export const DEFAULT_LIMIT = 10_000;

export type Column = { readonly name: string; readonly read: Reader };

/** A query made ready for one run. */
export type Program = {
  /** The first stage takes events, each later one the rows of the one before. */
  readonly stages: readonly Stage[];
  readonly columns: readonly Column[];
  /** What an event contains if it can be part of the answer. */
  readonly requirements: readonly Requirement[];
  /** Whether it matters when events happened. */
  readonly needsTime: boolean;
  /** Set when an event passes the filters of the first stage. */
  readonly match: { happened: boolean };
  /** Room for the fields of an event. */
  readonly slots: number;
};

export type Stage = {
  /** Takes one row; only for the first stage, after `nextEvent`. */
  readonly push: Push;
  nextEvent(): void;
  isFull(): boolean;
  finish(): Row[];
};

/** Resolves the names of a query and makes its commands into functions. */
export function compileQueryText(
  text: string,
  query: Query,
  window: QueryWindow,
  limit: number | undefined,
): Program {
  return new Compiler(text, window).program(query, limit);
}

class Compiler {
  private scope: Scope;
  private readonly stages: Stage[] = [];
  private steps: Step[] = [];
  private sorting: { readonly read: Reader; readonly descending: boolean }[] = [];
  private dedup: readonly Reader[] | undefined;
  private fields: Column[] = [];
  private display: Column[] | undefined;
  private readonly requirements: Requirement[] = [];
  private hasPassedEvents = false;
  private readonly match = { happened: false };

  constructor(
    private readonly text: string,
    private readonly window: QueryWindow,
  ) {
    this.scope = new EventScope();
  }

  program(query: Query, limit: number | undefined): Program {
    const first = this.scope as EventScope;
    for (const command of query) this.command(command);
    const columns = this.columns();
    // The limit of the query replaces the default; the caller's own limit holds in any case.
    const hasLimit = query.some(({ kind }) => kind === 'limit');
    const count = Math.min(
      limit ?? Number.POSITIVE_INFINITY,
      hasLimit ? Number.POSITIVE_INFINITY : DEFAULT_LIMIT,
    );
    const hasOpenWork = this.steps.length > 0 || this.sorting.length > 0 || this.dedup !== undefined;
    if (hasOpenWork || this.stages.length === 0 || Number.isFinite(count)) this.collect(count, false);
    return {
      stages: this.stages,
      columns,
      requirements: this.requirements,
      needsTime: first.usesTime,
      match: this.match,
      slots: first.size,
    };
  }

  private command(command: Command): void {
    switch (command.kind) {
      case 'fields':
        this.fields.push(...command.columns.map((column) => this.column(column)));
        return;
      case 'display':
        this.display = command.columns.map((column) => this.column(column));
        return;
      case 'filter':
        this.filter(command.condition);
        return;
      case 'parse':
        this.parse(command);
        return;
      case 'unnest':
        this.unnest(command);
        return;
      case 'sort': {
        const keys = command.keys.map(({ expression, descending }) => ({
          read: this.compile(expression),
          descending,
        }));
        // A later sort decides first, and leaves what is equal in the order it had.
        this.sorting = [...keys, ...this.sorting];
        return;
      }
      case 'limit':
        this.collect(command.count, command.any);
        return;
      case 'dedup':
        this.dedup = command.keys.map((key) => this.compile(key));
        return;
      case 'stats':
        this.stats(command.aggregates, command.keys);
        return;
    }
  }

  /** A column of `fields` or `display`; one with an alias is a field from here on. */
  private column({ expression, name, aliased }: Named): Column {
    const read = this.compile(expression);
    if (!aliased) return { name, read };
    const origin = expression.kind === 'field' ? this.scope.origin(expression.name) : UNKNOWN;
    const slot = this.scope.define(name, origin);
    this.steps.push((next) => (row) => {
      row.values[slot] = read(row);
      next(row);
    });
    return { name, read: (row) => row.values[slot] };
  }

  private filter(condition: Expression): void {
    const holds = this.compile(condition);
    if (!this.hasPassedEvents)
      this.requirements.push(...requirementsOf(condition, (name) => this.scope.origin(name)));
    this.steps.push((next) => (row) => {
      if (truthy(holds(row))) next(row);
    });
  }

  private parse({ source, pattern, names }: Command & { kind: 'parse' }): void {
    const read = this.compile(source);
    const origin = source.kind === 'field' ? this.scope.origin(source.name) : UNKNOWN;
    const slots = names.map((name) => this.scope.define(name, parsedOrigin(pattern, origin)));
    const find = matchesOf(pattern, names.length);
    this.steps.push((next) => (row) => {
      const matches = find(read(row));
      if (matches.length > 1) {
        for (const match of matches) {
          const copy = this.copy(row);
          for (let index = 0; index < slots.length; index++) copy.values[slots[index]!] = match[index];
          next(copy);
        }
        return;
      }
      const match = matches[0];
      for (let index = 0; index < slots.length; index++) row.values[slots[index]!] = match?.[index];
      next(row);
    });
  }

  private unnest({ source, name }: Command & { kind: 'unnest' }): void {
    const read = this.compile(source);
    const slot = this.scope.define(name, UNKNOWN);
    this.steps.push((next) => (row) => {
      const value = read(row);
      const json = value instanceof Structure ? value.json : undefined;
      // Anything but a list is a list of one, also text that is the JSON of a list.
      const items = Array.isArray(json) ? json.map(fromJson) : [value];
      for (const item of items) {
        const copy = this.copy(row);
        copy.values[slot] = item;
        next(copy);
      }
    });
  }

  private stats(items: readonly Named[], keys: readonly Named[]): void {
    const measures: Measure[] = [];
    const keyReaders = keys.map(({ expression }) => this.compile(expression));
    const scope = new RowScope();
    for (const { name } of keys) scope.define(name);

    let results: readonly Value[] = [];
    const aggregate = (call: Call): Reader => {
      const index = measures.push(this.measure(call)) - 1;
      return () => results[index];
    };
    const itemReaders = items.map(({ expression, name }) => {
      const read = compileExpression(expression, this.surroundings(scope, aggregate));
      // Defined at once, so that the items after it can use it.
      scope.define(name);
      return read;
    });

    const time = items.some(({ expression }) => usesTime(expression))
      ? this.time(items[0]!.expression)
      : undefined;
    const grouping = new Grouping(keyReaders, measures, time);
    this.stages.push({
      push: this.chain((row) => grouping.add(row)),
      nextEvent: () => {},
      isFull: () => false,
      finish: () =>
        grouping.groups().map((group) => {
          results = group.results;
          const row: Row = { event: undefined, values: [...group.keys], scanned: true };
          for (const read of itemReaders) row.values.push(read(row));
          return row;
        }),
    });
    this.scope = scope;
    this.hasPassedEvents = true;
    this.fields = [...keys, ...items].map(({ name }) => ({ name, read: scope.reader(name)! }));
    this.display = undefined;
  }

  private measure(call: Call): Measure {
    const definition = aggregates.get(call.name)!;
    const name = this.text.slice(call.start, this.text.indexOf('(', call.start)).trim();
    const least = definition.optional ? 0 : definition.constant ? 2 : 1;
    const most = definition.constant ? 2 : 1;
    if (call.arguments.length < least || call.arguments.length > most) {
      const wanted = least === most ? String(most) : `${least} or ${most}`;
      const noun = wanted === '1' ? 'argument' : 'arguments';
      const last = call.arguments[most];
      throw new QuerySyntaxError(
        this.text,
        last ? last.start : call.end - 1,
        `\`${name}\` takes ${wanted} ${noun}, and here ${call.arguments.length === 1 ? 'is' : 'are'} ${call.arguments.length}.`,
        [`${wanted} ${noun}`],
      );
    }
    const constant = definition.constant
      ? this.constant(call.arguments[1 - definition.field]!, definition, name)
      : 0;
    const field = call.arguments[definition.field];
    const read: Reader = field ? this.compile(field) : () => true;
    return { read, create: () => definition.create(constant) };
  }

  private constant(argument: Expression, definition: Aggregate, name: string): number {
    if (definition.constant === 'period') {
      // Months have no fixed length: the one that began the epoch stands for all.
      return ceilTo(periodOf(argument, this.surroundings(this.scope)))(1);
    }
    const value = argument.kind === 'literal' ? argument.value : undefined;
    const range = CONSTANTS.get(name.toLowerCase()) ?? PERCENT;
    const fits =
      typeof value === 'number' &&
      value >= range.least &&
      value <= range.most &&
      (!range.whole || Number.isInteger(value));
    if (fits) return value;
    const wanted = `a ${range.whole ? 'whole ' : ''}number from ${range.least} to ${range.most}`;
    throw new QuerySyntaxError(this.text, argument.start, `\`${name}\` needs ${wanted} here.`, [wanted]);
  }

  private time(expression: Expression): Reader {
    return this.compile({ kind: 'field', name: '@timestamp', start: expression.start, end: expression.end });
  }

  private collect(count: number, any: boolean): void {
    const keys = this.sorting;
    // Rows that are equal in all else stand in the order of time.
    if (this.scope instanceof EventScope) this.scope.usesTime = true;
    const collection: Collection = {
      count: Number.isFinite(count) ? count : 2 ** 31,
      compare: keys.length > 0 ? (a, b) => compareKeys(a, b, keys) : undefined,
      sortKeys: keys.map(({ read }) => read),
      dedup: this.dedup,
      any,
      newestFirst: !this.hasPassedEvents && this.scope instanceof EventScope,
    };
    const collector = new Collector(collection, (row) => this.snapshot(row));
    this.stages.push({
      push: this.chain((row) => collector.add(row)),
      nextEvent: () => collector.nextEvent(),
      isFull: () => collector.isFull,
      finish: () => collector.finish(),
    });
    this.sorting = [];
    this.dedup = undefined;
    this.hasPassedEvents = true;
  }

  private chain(last: Push): Push {
    const { match } = this;
    const end: Push = (row) => {
      match.happened = true;
      last(row);
    };
    const push = this.steps.reduceRight((next, step) => step(next), this.hasPassedEvents ? last : end);
    this.steps = [];
    return push;
  }

  private columns(): readonly Column[] {
    const byName = new Map((this.display ?? this.fields).map((column) => [column.name, column]));
    if (byName.size > 0) return [...byName.values()];
    return ['@timestamp', '@message'].map((name) => ({ name, read: this.scope.reader(name)! }));
  }

  private compile(expression: Expression): Reader {
    return compileExpression(expression, this.surroundings(this.scope));
  }

  private surroundings(scope: Scope, aggregate?: (call: Call) => Reader): Surroundings {
    const { text: query, window } = this;
    return {
      query,
      window,
      field: ({ name, start }) => {
        const read = scope.reader(name);
        if (read) return read;
        if (aggregate) {
          throw new QuerySyntaxError(query, start, `\`${name}\` is neither aggregated nor grouped by.`, [
            'an aggregate',
          ]);
        }
        if (name === '@timestamp') {
          throw new QuerySyntaxError(query, start, 'After `stats` there is no @timestamp but one it kept.', [
            'a column of the `stats` before',
          ]);
        }
        return () => undefined;
      },
      column: (text) => scope.column(text),
      ...(aggregate ? { aggregate } : {}),
    };
  }

  private copy(row: Row): Row {
    return { event: row.event, values: row.values.slice(), scanned: row.scanned };
  }

  /** A row that outlives its event. */
  private snapshot(row: Row): Row {
    if (!row.event) return row;
    return this.scope.snapshot(row);
  }
}

type Step = (next: Push) => Push;

type Call = Expression & { kind: 'call' };

/** The constants that aggregates take; `pct` is a percentage. */
const CONSTANTS = new Map([
  ['topk', { least: 1, most: 10_000, whole: true }],
  ['histogram', { least: 1, most: 1000, whole: true }],
]);
const PERCENT = { least: 0, most: 100, whole: false };

function usesTime(expression: Expression): boolean {
  if (expression.kind === 'call') {
    return ['earliest', 'latest', 'rate'].includes(expression.name) || expression.arguments.some(usesTime);
  }
  return expression.kind === 'arithmetic' && (usesTime(expression.left) || usesTime(expression.right));
}

function compareKeys(
  a: readonly Value[],
  b: readonly Value[],
  keys: readonly { readonly descending: boolean }[],
): number {
  for (let index = 0; index < keys.length; index++) {
    const order = naturalOrder(a[index], b[index]);
    if (order !== 0) return keys[index]!.descending ? -order : order;
  }
  return 0;
}
