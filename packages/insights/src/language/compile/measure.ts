import { type Aggregate, aggregates } from '../aggregates.js';
import { QuerySyntaxError } from '../errors.js';
import { periodOf } from '../expression.js';
import type { Measure } from '../group.js';
import { ceilTo } from '../period.js';
import type { Reader } from '../row.js';
import type { Call, Expression } from '../syntax.js';
import type { Pipeline } from './pipeline.js';

/** An aggregate with its arguments: what it reads of each row, and what gathers that. */
export function measureOf(pipeline: Pipeline, call: Call): Measure {
  const { query } = pipeline;
  const definition = aggregates.get(call.name)!;
  const name = query.slice(call.start, query.indexOf('(', call.start)).trim();
  checkCount(query, call, definition, name);
  const constant = definition.constant
    ? constantIn(query, call.arguments[1 - definition.field]!, definition, name)
    : 0;
  const field = call.arguments[definition.field];
  const read: Reader = field ? pipeline.compile(field) : () => true;
  return { read, create: () => definition.create(constant) };
}

function checkCount(query: string, call: Call, definition: Aggregate, name: string): void {
  const least = definition.optional ? 0 : definition.constant ? 2 : 1;
  const most = definition.constant ? 2 : 1;
  const { length } = call.arguments;
  if (length >= least && length <= most) return;
  const wanted = least === most ? String(most) : `${least} or ${most}`;
  const noun = wanted === '1' ? 'argument' : 'arguments';
  const last = call.arguments[most];
  throw new QuerySyntaxError(
    query,
    last ? last.start : call.end - 1,
    `\`${name}\` takes ${wanted} ${noun}, and here ${length === 1 ? 'is' : 'are'} ${length}.`,
    [`${wanted} ${noun}`],
  );
}

/** The constants that aggregates take; all others take a percentage. */
const RANGES = new Map([
  ['topk', { least: 1, most: 10_000, whole: true }],
  ['histogram', { least: 1, most: 1000, whole: true }],
]);
const PERCENT = { least: 0, most: 100, whole: false };

function constantIn(query: string, argument: Expression, definition: Aggregate, name: string): number {
  // Months have no fixed length: the one that began the epoch stands for all.
  if (definition.constant === 'period') return ceilTo(periodOf(argument, query))(1);
  const value = argument.kind === 'literal' ? argument.value : undefined;
  const range = RANGES.get(name.toLowerCase()) ?? PERCENT;
  const fits =
    typeof value === 'number' &&
    value >= range.least &&
    value <= range.most &&
    (!range.whole || Number.isInteger(value));
  if (fits) return value;
  const wanted = `a ${range.whole ? 'whole ' : ''}number from ${range.least} to ${range.most}`;
  throw new QuerySyntaxError(query, argument.start, `\`${name}\` needs ${wanted} here.`, [wanted]);
}
