import type { QueryResult } from '@needs-retry/insights';
import Table from 'cli-table3';
import { printable } from './printable.js';

/** The rows of an answer as a table for a terminal, numbers to the right. */
export function renderTable(
  { columns, rows }: Pick<QueryResult, 'columns' | 'rows'>,
  style: TableStyle = {},
): string {
  const cells = rows.map((row) => {
    const values = new Map(row.map(({ field, value }) => [field, value]));
    return columns.map((column) => printable(values.get(column) ?? ''));
  });
  const table = new Table({
    head: columns.map(printable),
    colAligns: columns.map((_, index) => (cells.every((row) => isNumber(row[index]!)) ? 'right' : 'left')),
    style: {
      head: style.color ? ['bold'] : [],
      border: [],
      compact: true,
      'padding-left': 0,
      'padding-right': 1,
    },
    chars: BORDERS,
  });
  table.push(...cells.map((row) => row.map(short)));
  return table.toString().replace(/[ \t]+$/gm, '');
}

export type TableStyle = {
  /** @defaultValue false */
  readonly color?: boolean;
};

const LONGEST = 160;
const BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '─',
  'mid-mid': '─',
  middle: ' ',
};

function isNumber(text: string): boolean {
  return text === '' || /^-?\d+(\.\d+)?$/.test(text);
}

/** Numbers with no more decimals than say something, and long text cut. */
function short(text: string): string {
  if (/^-?\d+\.\d{4,}$/.test(text)) return String(Number(Number(text).toPrecision(6)));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
