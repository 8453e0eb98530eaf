import type { QueryResult } from '@needs-retry/insights';
import stringWidth from 'string-width';
import { cellsOf, isNumber } from './cells.js';
import { printable } from './printable.js';

export type ChartStyle = {
  /** @defaultValue false */
  readonly color?: boolean;
  /** Characters in a line. @defaultValue 80 */
  readonly width?: number | undefined;
};

/**
 * Draws the rows of an answer as bars: what stands in a row before its first number is its label, the number
 * is the bar. Undefined: there is no column of numbers.
 */
export function renderChart(
  answer: Pick<QueryResult, 'columns' | 'rows'>,
  { color = false, width = 80 }: ChartStyle = {},
): string | undefined {
  const cells = cellsOf(answer);
  const numeric = answer.columns.map(
    (_, index) => cells.length > 0 && cells.every((row) => isNumber(row[index]!)),
  );
  const measured = numeric.indexOf(true);
  if (measured < 0) return undefined;

  const longest = Math.max(1, Math.floor(width / 2));
  const lines = cells.map((row) => ({
    label: cut(printable(row.filter((_, index) => !numeric[index]).join(' ')), longest),
    number: Number(row[measured]),
    text: row[measured]!,
  }));
  const labelWidth = Math.max(...lines.map(({ label }) => stringWidth(label)));
  const numberWidth = Math.max(...lines.map(({ text }) => text.length));
  const room = Math.max(10, width - labelWidth - numberWidth - 4);
  const highest = Math.max(...lines.map(({ number }) => number), 0);
  const [on, off] = color ? ['\u001b[36m', '\u001b[39m'] : ['', ''];
  return lines
    .map(({ label, number, text }) => {
      const bar = barOf(highest > 0 ? (Math.max(0, number) / highest) * room : 0);
      const padding = ' '.repeat(labelWidth - stringWidth(label));
      return `${label}${padding}  ${text.padStart(numberWidth)}  ${on}${bar}${off}`.trimEnd();
    })
    .join('\n');
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = [...text];
  while (stringWidth(characters.join('')) > width - 1) characters.pop();
  return `${characters.join('')}…`;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function barOf(length: number): string {
  const eighths = Math.round(length * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
