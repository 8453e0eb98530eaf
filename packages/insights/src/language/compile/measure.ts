import { type Aggregate, aggregates } from '../aggregates.js';
import { QuerySyntaxError } from '../errors.js';
import { checkCount, nameOf, periodOf } from '../expression/arguments.js';
import type { Measure } from '../group.js';
import { ceilTo } from '../period.js';
import type { Reader } from '../row.js';
import type { Call, Expression } from '../syntax.js';
import type { Pipeline } from './pipeline.js';

/** An aggregate with its arguments: what it reads of each row, and what gathers that. */
export function measureOf(pipeline: Pipeline, call: Call): Measure {
  const { query } = pipeline;
  const definition = aggregates.get(call.name)!;
  const most = definition.constant ? 2 : 1;
  checkCount(query, call, definition.optional ? 0 : most, most);
  const constant = definition.constant
    ? constantIn(query, call.arguments[1 - definition.field]!, definition, nameOf(query, call))
    : 0;
  const field = call.arguments[definition.field];
  const read: Reader = field ? pipeline.compile(field) : () => true;
  return { read, create: () => definition.create(constant) };
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
