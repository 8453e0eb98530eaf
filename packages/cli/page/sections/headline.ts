import type { PageData } from '../../src/report/page-data.js';
import { h } from '../dom.js';
import { count, duration, percent, usd } from '../format.js';
import { type Counts, countsOf } from '../select.js';
import type { State } from '../state.js';

/** The numbers that one looks for first. */
export function headline({ analysis }: PageData, state: State): HTMLElement {
  const tiles = h('div', { class: 'tiles' });
  state.follow((filter) => {
    const counts = countsOf(analysis.facts, filter);
    const isWhole = state.isWhole && filter.service === undefined;
    tiles.replaceChildren(...countTiles(counts, analysis), ...costTiles(counts, analysis, isWhole));
  });
  return h('section', { 'aria-label': 'Headline numbers' }, tiles);
}

function countTiles(counts: Counts, { totals }: PageData['analysis']): HTMLElement[] {
  const { calls, retriesInSummaries } = totals;
  const rate =
    calls > 0
      ? `${percent(retriesInSummaries / calls)} of ${count(calls)} calls in the whole log`
      : undefined;
  const futile = counts.futile > 0 ? `${count(counts.futile)} could not help` : undefined;
  const final =
    counts.finalEntries > 0 ? `and ${count(counts.finalEntries)} that can never succeed` : undefined;
  return [
    tile('Retries', count(counts.retry), rate ?? futile, 'retry'),
    tile('Throttled', count(counts.throttle), 'attempts', 'throttle'),
    tile('Given up', count(counts['gave-up']), 'calls that failed', 'gave-up'),
    tile(
      'Left undone',
      count(counts['partial-failure']),
      final ?? 'entries worth sending again',
      'partial-failure',
    ),
  ];
}

function costTiles(counts: Counts, { cost, totals }: PageData['analysis'], isWhole: boolean): HTMLElement[] {
  const of = isWhole ? '' : ' (whole log)';
  const share =
    cost.reportedMs > 0 ? `${percent(cost.lostMs / cost.reportedMs)} of the functions’ time` : undefined;
  const waited = isWhole ? (share ?? 'between attempts, of all calls') : 'between attempts, of all calls';
  return [
    tile('Waited', duration(counts.waitedMs), waited, 'wait'),
    cost.pricedMs > 0
      ? tile('Paid for waiting', usd(cost.usd), `Lambda, ${duration(cost.pricedMs)}${of}`, 'wait')
      : tile('Timed out', count(totals.timeouts), `invocations${of}`, 'deadline'),
  ];
}

function tile(name: string, number: string, note: string | undefined, tone: string): HTMLElement {
  return h(
    'div',
    { class: `tile ${tone}` },
    h('p', { class: 'tile-name' }, name),
    h('p', { class: 'tile-number' }, number),
    h('p', { class: 'tile-note' }, note ?? ''),
  );
}
