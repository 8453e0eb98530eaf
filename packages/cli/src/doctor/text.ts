import type { Analysis, Example } from '@needs-retry/insights';
import { printable } from '../render/printable.js';
import type { Terminal } from '../terminal.js';
import type { NamedFinding } from './diagnose.js';
import type { Severity } from './finding.js';
import { counted } from './words.js';

const WIDEST = 100;
const COLOURS: Readonly<Record<Severity, number>> = { high: 31, medium: 33, low: 36 };

/** The findings for people; what they quote from the log is shown as text that no terminal obeys. */
export function findingsText(
  findings: readonly NamedFinding[],
  analysis: Analysis,
  { isColor, columns = WIDEST }: Pick<Terminal, 'isColor' | 'columns'>,
): string {
  const width = Math.max(40, Math.min(columns, WIDEST));
  const paint = (code: number, text: string) => (isColor ? `\u001b[${code}m${text}\u001b[0m` : text);
  const blocks = findings.map((finding) => findingText(finding, width, paint));
  const notes = analysis.notes.map((note) => wrapped(`Note: ${note}`, width, '', '      '));
  return [...blocks, ...notes, wrapped(summaryOf(findings, analysis), width)].join('\n\n');
}

type Paint = (code: number, text: string) => string;

function findingText(finding: NamedFinding, width: number, paint: Paint): string {
  const { severity, title, rule, evidence, examples, why, change } = finding;
  const label = severity.toUpperCase();
  const head = wrapped(`${label} ${title}`, width, '', ' '.repeat(label.length + 1));
  return [
    paint(COLOURS[severity], head.slice(0, label.length)) + paint(1, head.slice(label.length)),
    ...evidence.map((line) => wrapped(line, width, '  • ', '    ')),
    ...examples.slice(0, 1).map((example) => wrapped(exampleText(example), width, '  • ', '    ')),
    wrapped(why, width, '  Why     ', '          '),
    wrapped(change, width, '  Change  ', '          '),
    paint(2, `  [${rule}]`),
  ].join('\n');
}

function exampleText({ time, requestId, sdkInvocationId, serviceRequestId }: Example): string {
  const ids = [
    requestId === undefined ? undefined : `invocation ${requestId}`,
    sdkInvocationId === undefined ? undefined : `call ${sdkInvocationId}`,
    serviceRequestId === undefined ? undefined : `request ${serviceRequestId}`,
  ].filter((id) => id !== undefined);
  return `for example at ${new Date(time).toISOString()}${ids.length > 0 ? `: ${ids.join(', ')}` : ''}`;
}

function summaryOf(findings: readonly NamedFinding[], { totals, period }: Analysis): string {
  const found = findings.length === 0 ? 'No findings' : counted(findings.length, 'finding');
  const when = period && `, ${new Date(period.from).toISOString()} to ${new Date(period.to).toISOString()}`;
  const looked = `${found} in ${counted(totals.events, 'event')}${when ?? ''}: ${counted(totals.retries, 'retry', 'retries')}, ${totals.throttles.toLocaleString('en-US')} throttled, ${totals.gaveUp.toLocaleString('en-US')} given up.`;
  if (period) return looked;
  return `${looked} The log has neither lines nor documents of needs-retry, nor lines of Lambda.`;
}

/** Text in lines of at most `width` characters; a word that is longer has a line of its own. */
function wrapped(text: string, width: number, first = '', rest = ''): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of printable(text).split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
