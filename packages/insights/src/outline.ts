import { parse } from './language/parser.js';
import type { Command, Expression, Named } from './language/syntax.js';

/** What a query says of its answer, without a log. */
export type QueryOutline = {
  /** The columns whose values the query calculates as numbers. */
  readonly numbers: ReadonlySet<string>;
  /** Whether each row is of one event, so that rows can be told as events come. */
  readonly isRowByRow: boolean;
};

/** Of a query that only the service understands nothing is known. */
export function outlineOf(query: string): QueryOutline {
  let commands: readonly Command[];
  try {
    commands = parse(query).commands;
  } catch {
    return { numbers: new Set(), isRowByRow: false };
  }
  let numbers = new Set<string>();
  for (const command of commands) {
    if (command.kind === 'stats') numbers = namesOfNumbers([...command.keys, ...command.aggregates], numbers);
    else if (command.kind === 'fields' || command.kind === 'display')
      numbers = new Set([...numbers, ...namesOfNumbers(command.columns, numbers)]);
  }
  return { numbers, isRowByRow: commands.every(({ kind }) => ROW_BY_ROW.has(kind)) };
}

const ROW_BY_ROW: ReadonlySet<string> = new Set(['fields', 'display', 'filter', 'parse', 'unnest']);

function namesOfNumbers(columns: readonly Named[], known: ReadonlySet<string>): Set<string> {
  return new Set(columns.filter(({ expression }) => isNumber(expression, known)).map(({ name }) => name));
}

/** Whether the value is a number whatever the log holds. */
function isNumber(expression: Expression, known: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'field':
      return known.has(expression.name);
    case 'literal':
      return typeof expression.value === 'number';
    case 'arithmetic':
      return true;
    case 'call': {
      if (CALCULATED.has(expression.name)) return true;
      const {
        arguments: [first, ...others],
      } = expression;
      if (FIRST_DECIDES.has(expression.name)) return first !== undefined && isNumber(first, known);
      return ALL_DECIDE.has(expression.name) && [first!, ...others].every((each) => isNumber(each, known));
    }
    default:
      return false;
  }
}

/** As the tables of functions have their names. */
const CALCULATED: ReadonlySet<string> = new Set([
  ...[
    'count',
    'countdistinct',
    'sum',
    'avg',
    'min',
    'max',
    'pct',
    'percentile',
    'median',
    'stddev',
    'variance',
  ],
  ...[
    'rate',
    'countovertime',
    'sumovertime',
    'abs',
    'ceil',
    'floor',
    'greatest',
    'least',
    'log',
    'sqrt',
    'round',
  ],
  ...['haversine', 'tonumber', 'toint', 'tolong', 'todouble', 'strlen', 'hextodec', 'tomillis', 'now'],
  ...['messagesize', 'jsonarraysize', 'strcontains', 'isempty', 'isblank', 'startswith', 'endswith'],
]);
const FIRST_DECIDES: ReadonlySet<string> = new Set(['earliest', 'latest', 'sortsfirst', 'sortslast']);
const ALL_DECIDE: ReadonlySet<string> = new Set(['coalesce']);
