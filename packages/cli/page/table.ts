import { type Child, h } from './dom.js';

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => Child;
  readonly isNumber?: boolean;
  /** Draws a bar behind the number: its share of the greatest. */
  readonly size?: (row: Row) => number;
  readonly tone?: string;
};

const FIRST_ROWS = 8;

/** A table of which the first rows are shown, and the others at a click. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): HTMLElement {
  if (rows.length === 0) return h('p', { class: 'muted empty' }, 'None.');
  const greatest = columns.map(({ size }) => (size ? Math.max(...rows.map(size), 0) : 0));
  const body = h('tbody');
  const fill = (most: number) => {
    body.replaceChildren(...rows.slice(0, most).map((row) => line(columns, greatest, row)));
  };
  fill(FIRST_ROWS);
  const head = columns.map(({ head: text, isNumber }) =>
    h('th', { scope: 'col', class: isNumber === true && 'number' }, text),
  );
  return h(
    'div',
    { class: 'table' },
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
      h('table', {}, h('caption', { class: 'hidden' }, caption), h('thead', {}, h('tr', {}, ...head)), body),
    ),
    rows.length > FIRST_ROWS && moreButton(rows.length, fill),
  );
}

function line<Row>(columns: readonly Column<Row>[], greatest: readonly number[], row: Row): HTMLElement {
  const cells = columns.map(({ cell, isNumber, size, tone }, index) => {
    const td = h('td', { class: isNumber === true && 'number' }, cell(row));
    if (size && greatest[index]! > 0) td.append(bar(size(row) / greatest[index]!, tone));
    return td;
  });
  return h('tr', {}, ...cells);
}

function bar(share: number, tone = 'retry'): HTMLElement {
  const element = h('span', { class: `bar ${tone}`, 'aria-hidden': 'true' });
  element.style.setProperty('--share', String(share));
  return element;
}

function moreButton(rows: number, fill: (most: number) => void): HTMLElement {
  let isOpen = false;
  const button = h('button', { type: 'button', class: 'more', 'aria-expanded': 'false' });
  const label = () => (isOpen ? 'Show fewer' : `Show all ${rows}`);
  button.textContent = label();
  button.addEventListener('click', () => {
    isOpen = !isOpen;
    fill(isOpen ? rows : FIRST_ROWS);
    button.setAttribute('aria-expanded', String(isOpen));
    button.textContent = label();
  });
  return button;
}
