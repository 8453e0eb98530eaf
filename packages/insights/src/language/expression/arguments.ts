import { QuerySyntaxError } from '../errors.js';
import { type Period, UNIT_NAMES } from '../period.js';
import type { Call, Expression } from '../syntax.js';

/** The name of a function as the query writes it. */
export function nameOf(query: string, call: Call): string {
  return query.slice(call.start, query.indexOf('(', call.start)).trim();
}

/** Says so where a call has too few arguments, or too many. */
export function checkCount(query: string, call: Call, least: number, most: number): void {
  const { length } = call.arguments;
  if (length >= least && length <= most) return;
  const wanted = counts(least, most);
  const noun = wanted === '1' ? 'argument' : 'arguments';
  const are = length === 1 ? 'is' : 'are';
  const last = call.arguments[most];
  throw new QuerySyntaxError(
    query,
    last ? last.start : call.end - 1,
    `\`${nameOf(query, call)}\` takes ${wanted} ${noun}, and here ${are} ${length}.`,
    [`${wanted} ${noun}`],
  );
}

function counts(least: number, most: number): string {
  if (least === most) return String(least);
  if (most === Number.POSITIVE_INFINITY) return `at least ${least}`;
  return most === least + 1 ? `${least} or ${most}` : `${least} to ${most}`;
}

/** A period as an argument. */
export function periodOf(argument: Expression, query: string): Period {
  if (argument.kind === 'period') return argument.period;
  throw new QuerySyntaxError(query, argument.start, 'A period of time is a number and a unit.', [
    `a number with one of ${UNIT_NAMES.join(' ')}`,
  ]);
}
