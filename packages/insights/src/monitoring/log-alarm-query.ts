import { need } from '@needs-retry/core/internal';
import { withoutArrangement } from '../language/arrangement.js';
import { parse } from '../language/parser.js';
import { compileQuery } from '../language/query.js';
import type { Command, Expression, Named } from '../language/syntax.js';
import { outlineOf } from '../outline.js';

/** What a log alarm runs: a query, and the `stats` that makes numbers of its rows. */
export type LogAlarmQuery = { readonly query: string; readonly aggregation: string };

const MOST_IN_EXPRESSION = 256;
const MOST_KEYS = 5;
const FUNCTIONS = ['count', 'avg', 'sum', 'min', 'max'];

/**
 * The query of a log alarm. Without an aggregation it counts the events that match, or takes the largest value of the
 * first column of numbers that the query's own `stats` has.
 *
 * @throws {QuerySyntaxError} where query or aggregation are none
 * @throws {TypeError} where no alarm can have the aggregation, or none can be guessed
 */
export function logAlarmQuery(text: string, aggregation?: string): LogAlarmQuery {
  const query = withoutArrangement(text);
  const chosen = aggregation ?? defaultAggregation(query);
  need(
    chosen.length <= MOST_IN_EXPRESSION,
    'aggregation',
    `at most ${MOST_IN_EXPRESSION} characters`,
    chosen,
  );
  const combined = evaluatedText({ query, aggregation: chosen });
  checkAggregation(parse(combined).commands, chosen);
  compileQuery(combined);
  return { query, aggregation: chosen };
}

/** The query that CloudWatch evaluates, as one text. */
export function evaluatedText({ query, aggregation }: LogAlarmQuery): string {
  return `${query}\n| stats ${aggregation}`;
}

function defaultAggregation(query: string): string {
  const stats = lastStats(parse(query).commands);
  if (!stats) return 'count(*)';
  const { numbers } = outlineOf(query);
  const column = stats.aggregates.find(({ name }) => numbers.has(name)) ?? stats.aggregates[0]!;
  need(
    column.alias !== undefined,
    'aggregation',
    `given, because a column of the query's \`stats\` has no name: write \`${column.name} as value\`, or an aggregation such as \`max(value)\``,
    undefined,
  );
  return `max(${column.name})`;
}

/** As the service takes it: one of five functions of one field, keys, and an order. */
function checkAggregation(commands: readonly Command[], aggregation: string): void {
  const { aggregates, keys } = lastStats(commands)!;
  const isOne = aggregates.length === 1 && isAggregate(aggregates[0]!);
  const functions = 'count(*), or avg, sum, min or max of one field';
  need(isOne, 'aggregation', `one of ${functions}, optionally \`by\` fields`, aggregation);
  need(keys.length <= MOST_KEYS, 'aggregation', `\`by\` at most ${MOST_KEYS} fields`, aggregation);
  for (const { expression } of keys) {
    need(expression.kind === 'field', 'aggregation', '`by` fields, not expressions', aggregation);
  }
}

type Stats = Extract<Command, { kind: 'stats' }>;

/** The one whose rows are the answer. */
export function lastStats(commands: readonly Command[]): Stats | undefined {
  return commands.filter((command): command is Stats => command.kind === 'stats').at(-1);
}

function isAggregate({ expression }: Named): boolean {
  if (expression.kind !== 'call' || !FUNCTIONS.includes(expression.name)) return false;
  return expression.arguments.every((argument: Expression) => argument.kind === 'field');
}
