import { QuerySyntaxError } from '../errors.js';
import { Grouping, type Measure } from '../group.js';
import type { Reader, Row } from '../row.js';
import { RowScope } from '../scope.js';
import { type Call, type Command, type Named, someExpression } from '../syntax.js';
import type { Value } from '../value.js';
import { measureOf } from './measure.js';
import type { Pipeline } from './pipeline.js';
import { TakenNames } from './taken-names.js';

/** `stats`: gathers the rows of this stage into groups, which are the rows of the next. */
export function addStats(pipeline: Pipeline, { aggregates, keys }: Command & { kind: 'stats' }): void {
  if (keys.length > 0) refuseTopK(pipeline, aggregates);
  const measures: Measure[] = [];
  const keyReaders = keys.map(({ expression }) => pipeline.compile(expression));
  const columns = columnsOf(keys);

  let results: readonly Value[] = [];
  let timed: Call | undefined;
  const aggregate = (call: Call): Reader => {
    if (TIMED.has(call.name)) timed ??= call;
    const index = measures.push(measureOf(pipeline, call)) - 1;
    return () => results[index];
  };
  const itemReaders = aggregates.map(({ expression, name }) => {
    const read = pipeline.compileItem(expression, columns, aggregate);
    // Defined at once, so that the items after it can use it.
    columns.define(name);
    return read;
  });

  // Periods are few, other keys may be many.
  const isLarge = keys.some(({ expression }) => expression.kind !== 'call' || expression.name !== 'bin');
  const grouping = new Grouping(keyReaders, measures, timed && timeOf(pipeline, timed), isLarge);
  pipeline.endStage((row) => grouping.add(row), {
    parts: grouping.isDivisible ? grouping : undefined,
    finish: () =>
      grouping.groups().map((group) => {
        results = group.results;
        const row: Row = { event: undefined, values: [...group.keys], scanned: true };
        for (const read of itemReaders) row.values.push(read(row));
        return row;
      }),
  });
  const named = [...keys, ...aggregates];
  pipeline.continueWith(
    columns,
    named.map(({ name }) => name),
    namesOf(pipeline, named),
  );
}

function columnsOf(keys: readonly Named[]): RowScope {
  const columns = new RowScope();
  for (const { name, alias, expression } of keys) {
    const isPeriod = expression.kind === 'call' && expression.name === 'bin';
    if (!alias && expression.kind === 'field') columns.defineField(expression.name, name);
    else columns.define(name);
    if (isPeriod) columns.time ??= columns.reader(name);
  }
  return columns;
}

/** No two aliases are the same. One may be that of a field grouped by, which then does not show. */
function namesOf({ query }: Pipeline, columns: readonly Named[]): TakenNames {
  const names = new TakenNames(query);
  for (const { alias } of columns) if (alias) names.claim(alias);
  for (const { name } of columns) names.show(name);
  return names;
}

function refuseTopK({ query }: Pipeline, aggregates: readonly Named[]): void {
  for (const { expression } of aggregates) {
    someExpression(expression, (inner) => {
      if (inner.kind !== 'call' || inner.name !== 'topk') return false;
      throw new QuerySyntaxError(query, inner.start, '`topk` cannot stand with `by`.', [
        '`stats` without `by`',
        '`count(*)`, sorted and limited',
      ]);
    });
  }
}

/** Aggregates that ask when a row happened. */
const TIMED = new Set(['earliest', 'latest', 'rate']);

function timeOf(pipeline: Pipeline, { start, end }: Call): Reader {
  return pipeline.compile({ kind: 'field', name: '@timestamp', start, end });
}
