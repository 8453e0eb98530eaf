import type { PageData } from '../../src/report/page-data.js';
import { h } from '../dom.js';
import { bytes, count, duration, usd } from '../format.js';
import { section } from './section.js';

/** What waiting costs, and what it costs to know of it. */
export function cost({ analysis }: PageData): HTMLElement {
  const { cost: of, totals } = analysis;
  const rows: readonly (readonly [string, string, string])[] = [
    ['Calls waited', duration(totals.waitedMs), 'the delays before all retries, added up'],
    ['Of the functions’ time', duration(of.lostMs), 'waits of one invocation that overlap count once'],
    [
      'Paid to Lambda for it',
      usd(of.usd),
      `${Number(of.gbSeconds.toPrecision(3)).toLocaleString('en-US')} GB-seconds at $${of.pricePerGbSecond}; ${count(of.invocations - of.withoutReport)} of ${count(of.invocations)} invocations have a REPORT line with their memory`,
    ],
    [
      'Lines of needs-retry',
      bytes(of.logBytes),
      `${count(of.logEvents)} log events, about ${usd(of.logUsd)} at $0.50 a GB`,
    ],
  ];
  const list = rows.flatMap(([name, value, note]) => [
    h('dt', {}, name),
    h('dd', {}, h('strong', {}, value), ' ', h('span', { class: 'muted' }, note)),
  ]);
  return section('cost', 'Time and money', 'Of the whole log.', h('dl', { class: 'card facts' }, ...list));
}
