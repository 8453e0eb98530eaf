import type { QueryResult } from '@needs-retry/insights';
import { cellsOf, isNumber } from './cells.js';
import { printable } from './printable.js';

/** The rows of an answer as a table of GitHub's Markdown, numbers to the right. What they hold is text, never markup. */
export function renderMarkdown(answer: Pick<QueryResult, 'columns' | 'rows'>): string {
  const cells = cellsOf(answer);
  const rules = answer.columns.map((_, index) =>
    cells.every((row) => row[index] === '' || isNumber(row[index]!)) ? '---:' : '---',
  );
  const lines = [answer.columns.map(escaped), rules, ...cells.map((row) => row.map(escaped))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function escaped(text: string): string {
  return printable(text)
    .replace(/[\\|`*[\]~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
