import type { QueryResult } from '@needs-retry/insights';
import Table from 'cli-table3';
import stringWidth from 'string-width';
import { cellsOf, isNumber } from './cells.js';
import { printable } from './printable.js';

export type TableStyle = {
  /** @defaultValue false */
  readonly color?: boolean;
  /** Characters in a line; longer text is cut, so that the table fits. @defaultValue as long as they are */
  readonly width?: number | undefined;
};

/** The rows of an answer as a table for a terminal, numbers to the right. */
export function renderTable(answer: Pick<QueryResult, 'columns' | 'rows'>, style: TableStyle = {}): string {
  const head = answer.columns.map(printable);
  const cells = cellsOf(answer).map((row) => row.map((cell) => short(printable(cell))));
  const isNumeric = head.map((_, index) => cells.every((row) => row[index] === '' || isNumber(row[index]!)));
  const natural = head.map((name, index) =>
    Math.max(stringWidth(name), ...cells.map((row) => stringWidth(row[index]!))),
  );
  const widths = style.width === undefined ? natural : fitting(natural, isNumeric, style.width);
  const table = new Table({
    head,
    colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
    // A column has room for the blank behind it, too.
    colWidths: widths.map((width) => width + GAP),
    style: {
      head: style.color ? ['bold'] : [],
      border: [],
      compact: true,
      'padding-left': 0,
      'padding-right': 1,
    },
    chars: BORDERS,
  });
  table.push(...cells);
  return table.toString().replace(/[ \t]+$/gm, '');
}

const LONGEST = 160;
const NARROWEST = 6;
const GAP = 1;
/** What the library puts between two columns. */
const BETWEEN = 2;

/** Takes from the widest columns until the line fits, and last from those of numbers, which a cut makes wrong. */
function fitting(natural: readonly number[], isNumeric: readonly boolean[], width: number): number[] {
  const widths = [...natural];
  const room = width - BETWEEN * (widths.length - 1) - GAP;
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  for (; excess > 0; excess--) {
    const texts = widths.map((each, index) => (isNumeric[index] ? 0 : each));
    const widest = texts.indexOf(Math.max(...texts));
    if (texts[widest]! <= NARROWEST) break;
    widths[widest]!--;
  }
  return widths;
}

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

/** Numbers with no more decimals than say something, and long text cut. */
function short(text: string): string {
  if (/^-?\d+\.\d{4,}$/.test(text)) return String(Number(Number(text).toPrecision(6)));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
