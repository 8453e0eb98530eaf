import type { Delays } from '@needs-retry/insights';
import type { PageData } from '../../src/report/page-data.js';
import { histogram } from '../charts/histogram.js';
import { h, quoted } from '../dom.js';
import { count, duration } from '../format.js';
import { binsOf } from '../select.js';
import type { State } from '../state.js';
import { type Column, table } from '../table.js';
import { section } from './section.js';

/** How long calls wait before their retries. */
export function delays({ analysis }: PageData, state: State): HTMLElement {
  const chart = h('div', {});
  const list = h('div', {});
  state.follow((filter) => {
    const bins = binsOf(analysis.delays, filter);
    chart.replaceChildren(
      bins.size > 0 ? histogram(bins, analysis.delayBinsMs) : h('p', { class: 'muted empty' }, 'None.'),
    );
    const rows = analysis.delays.filter(
      ({ service }) => filter.service === undefined || filter.service === service,
    );
    list.replaceChildren(
      h('h3', {}, state.isWhole ? 'By operation' : 'By operation, of the whole time'),
      table('Delays by operation', COLUMNS, rows),
    );
  });
  return section(
    'delays',
    'Delays before retries',
    undefined,
    h(
      'div',
      { class: 'columns' },
      h('div', { class: 'card' }, h('h3', {}, 'How many waited how long'), chart),
      h('div', { class: 'card' }, list),
    ),
  );
}

const ms = (head: string, of: (row: Delays) => number): Column<Delays> => ({
  ...{ head, isNumber: true },
  cell: (row) => duration(of(row)),
});

const COLUMNS: readonly Column<Delays>[] = [
  {
    head: 'Operation',
    cell: ({ service, operation }) =>
      h('span', {}, quoted(operation), ' ', h('span', { class: 'muted' }, quoted(service))),
  },
  { head: 'Waits', isNumber: true, cell: (row) => count(row.count) },
  ms('p50', ({ p50 }) => p50),
  ms('p90', ({ p90 }) => p90),
  ms('p99', ({ p99 }) => p99),
  ms('Longest', ({ longest }) => longest),
];
