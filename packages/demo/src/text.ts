import { parseLine } from '@needs-retry/core';
import { findingsText, renderTable } from 'needs-retry';
import type { Answer } from './answers.js';
import type { Check } from './checks.js';
import { type Colour, type Paint, painter } from './colour.js';
import type { LogEvent } from './environments.js';
import { isOk, type Result } from './result.js';
import type { OperationSummary, Summary } from './summary.js';

const EVENTS_SHOWN = 16;

/** The result for people. */
export function toText(result: Result, colours: boolean): string {
  const { options, run, summary, checks, answers, analysis, findings } = result;
  const paint = painter(colours);
  const shown = options.full ? run.log : run.log.slice(0, EVENTS_SHOWN);
  const rest = run.log.length - shown.length;
  return [
    paint('bold', 'The log of the function'),
    ...shown.map((event) => logLine(event, paint)),
    ...(rest > 0 ? [paint('dim', `… and ${rest} more events; --full shows all`)] : []),
    '',
    paint('bold', 'What the servers saw, and what the log says'),
    ...table(summary, paint),
    '',
    `${run.failedOrders} of ${run.orders} orders failed.`,
    `The log has ${run.log.length} events, ${summary.documents} of them EMF documents.`,
    '',
    ...checks.flatMap((check) => checkLines(check, paint)),
    ...(isOk(checks) ? [] : ['', paint('red', 'The log does not say what happened.')]),
    ...answers.flatMap((each) => answerLines(each, paint)),
    '',
    paint('bold', 'needs-retry doctor'),
    findingsText(findings, analysis, { isColor: colours, columns: undefined }),
  ].join('\n');
}

function logLine({ timestamp, message }: LogEvent, paint: Paint): string {
  const colour: Colour =
    parseLine(message) !== undefined ? 'yellow' : message.startsWith('{') ? 'cyan' : 'dim';
  return `${paint('dim', new Date(timestamp).toISOString())} ${paint(colour, message)}`;
}

/** Each count of the servers stands before those of the log that must equal it. */
const COLUMNS: readonly (readonly [head: string, member: keyof Summary['total']])[] = [
  ['calls', 'calls'],
  ['attempts', 'attempts'],
  ['retries', 'retries'],
  ['lines', 'lines'],
  ['Σ Retries', 'metricRetries'],
  ['throttled', 'throttled'],
  ['Σ Throttles', 'metricThrottles'],
  ['gave up', 'gaveUp'],
];

function table({ operations, total }: Summary, paint: Paint): string[] {
  const cells = (values: Summary['total']) => COLUMNS.map(([, member]) => String(values[member]));
  const rows = [
    ['service', 'operation', ...COLUMNS.map(([head]) => head)],
    ...operations.map((each: OperationSummary) => [each.service, each.operation, ...cells(each)]),
    ['total', '', ...cells(total)],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  const rule = paint('dim', '─'.repeat(lines[0]!.length));
  return [lines[0]!, rule, ...lines.slice(1, -1), rule, lines.at(-1)!];
}

/** As the command says it, so that one can ask again. */
function answerLines({ name, question, result }: Answer, paint: Paint): string[] {
  const rows = result.rows.length === 0 ? '(none)' : renderTable(result);
  return ['', paint('bold', `needs-retry query ${name}`), paint('dim', question), rows];
}

function checkLines({ promise, problems }: Check, paint: Paint): string[] {
  if (problems.length === 0) return [`${paint('green', '✓')} ${promise}`];
  return [`${paint('red', '✗')} ${promise}`, ...problems.map((problem) => `    ${problem}`)];
}
