import type { PageData } from '../../src/report/page-data.js';
import { h, prose } from '../dom.js';
import { exampleText } from './examples.js';
import { section } from './section.js';

/** What the doctor found, the most costly first. */
export function findings({ findings: found }: PageData): HTMLElement {
  if (found.length === 0)
    return section('findings', 'Findings', undefined, h('p', { class: 'muted' }, 'No findings.'));
  return section('findings', 'Findings', 'The most costly first, of the whole log.', ...found.map(card));
}

function card(finding: PageData['findings'][number], index: number): HTMLElement {
  const { severity, title, evidence, examples, why, change, rule } = finding;
  return h(
    'details',
    { class: `finding ${severity}`, open: index === 0 },
    h('summary', {}, h('span', { class: 'severity' }, severity), h('span', { class: 'title' }, title)),
    h('ul', {}, ...evidence.map((line) => h('li', {}, h('bdi', {}, line)))),
    ...examples.slice(0, 3).map((example) => h('p', { class: 'muted example' }, exampleText(example))),
    h('p', {}, h('strong', {}, 'Why it matters. '), ...prose(why)),
    h('p', {}, h('strong', {}, 'What to change. '), ...prose(change)),
    h('p', { class: 'muted rule-name' }, rule),
  );
}
