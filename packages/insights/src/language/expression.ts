import { aggregates } from './aggregates.js';
import { QuerySyntaxError } from './errors.js';
import { compileCall } from './expression/calls.js';
import {
  arithmetic,
  both,
  comparison,
  containing,
  either,
  matching,
  negated,
  oneOf,
} from './expression/operators.js';
import type { Surroundings } from './expression/surroundings.js';
import { valueAt } from './json-fields.js';
import type { Reader } from './row.js';
import type { Expression } from './syntax.js';

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
    case 'literal':
      return () => expression.value;
    case 'period':
      return misplacedPeriod(expression, here);
    case 'arithmetic':
      return arithmetic(expression.operator, compile(expression.left), compile(expression.right));
    case 'comparison':
      return comparison(expression.operator, compile(expression.left), compile(expression.right));
    case 'and':
      return both(compile(expression.left), compile(expression.right));
    case 'or':
      return either(compile(expression.left), compile(expression.right));
    case 'not':
      return negated(compile(expression.operand));
    case 'in':
      return oneOf(compile(expression.value), expression.list.map(compile));
    case 'contains':
      return containing(compile(expression.value), compile(expression.part));
    case 'matches':
      return matching(compile(expression.value), expression.regex);
    case 'path':
      return inside(compile(expression.value), expression.path);
    case 'call':
      return compileCall(expression, here, compile);
  }
}

/** Whether an expression may be a column that is called by its text; in `stats` an aggregate is never one. */
function isColumn(expression: Expression, here: Surroundings): boolean {
  if (expression.kind === 'call') return !here.aggregate || !aggregates.has(expression.name);
  return expression.kind !== 'field' && expression.kind !== 'literal';
}

function misplacedPeriod({ start }: Expression, { query }: Surroundings): never {
  const reason = 'A period of time can only stand in `bin`, `datefloor`, `dateceil` and `rate`.';
  throw new QuerySyntaxError(query, start, reason, ['a number']);
}

function inside(value: Reader, path: string): Reader {
  return (row) => valueAt(value(row), path);
}
