import type { QueryResult } from '@needs-retry/insights';
import { printable } from './printable.js';

export type ChartStyle = {
  /** @defaultValue false */
  readonly color?: boolean;
  /** Characters in a line. @defaultValue 80 */
  readonly width?: number;
};

/**
 * Draws the rows of an answer as bars: what stands in a row before its first number is its label, the number
 * is the bar. Undefined: there is no column of numbers.
 */
export function renderChart(
  { columns, rows }: Pick<QueryResult, 'columns' | 'rows'>,
  style: ChartStyle = {},
): string | undefined {
  const records = rows.map((row) => new Map(row.map(({ field, value }) => [field, value])));
  const measured = columns.find(
    (column) => records.length > 0 && records.every((record) => isNumber(record.get(column))),
  );
  if (measured === undefined) return undefined;

  const labels = columns.filter(
    (column) => column !== measured && !records.every((record) => isNumber(record.get(column))),
  );
  const lines = records.map((record) => ({
    label: labels.map((column) => printable(record.get(column) ?? '')).join(' '),
    number: Number(record.get(measured)),
    text: record.get(measured)!,
  }));
  const labelWidth = Math.max(...lines.map(({ label }) => label.length));
  const numberWidth = Math.max(...lines.map(({ text }) => text.length));
  const room = Math.max(10, (style.width ?? 80) - labelWidth - numberWidth - 4);
  const highest = Math.max(...lines.map(({ number }) => number), 0);
  const [on, off] = style.color ? ['\u001b[36m', '\u001b[39m'] : ['', ''];
  return lines
    .map(({ label, number, text }) => {
      const bar = barOf(highest > 0 ? (Math.max(0, number) / highest) * room : 0);
      return `${label.padEnd(labelWidth)}  ${text.padStart(numberWidth)}  ${on}${bar}${off}`.trimEnd();
    })
    .join('\n');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function barOf(length: number): string {
  const eighths = Math.round(length * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text);
}
