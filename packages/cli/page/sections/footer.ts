import type { PageData } from '../../src/report/page-data.js';
import { h } from '../dom.js';
import { count, instant } from '../format.js';

/** How the numbers came about, and what they leave out. */
export function footer({ analysis, createdAt }: PageData): HTMLElement {
  const { notes, totals } = analysis;
  return h(
    'footer',
    {},
    notes.length > 0 && h('h2', {}, 'What these numbers leave out'),
    ...notes.map((note) => h('p', {}, note)),
    h(
      'p',
      { class: 'muted' },
      `Made by needs-retry report on ${instant(createdAt).slice(0, 16)} UTC from ${count(totals.events)} log events. Retries are counted as the queries of the catalogue count them. Times are UTC.`,
    ),
  );
}
