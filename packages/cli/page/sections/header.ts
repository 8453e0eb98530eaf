import type { PageData } from '../../src/report/page-data.js';
import { h, quoted } from '../dom.js';
import { bucketTime, instant } from '../format.js';
import { bucketsOf } from '../select.js';
import type { State } from '../state.js';
import { themeButton } from '../theme.js';

/** Which log this is, and what is to be shown of it. */
export function header({ log, analysis }: PageData, state: State): HTMLElement {
  const { period } = analysis;
  const names = log.flatMap((name, index) => (index === 0 ? [quoted(name)] : [', ', quoted(name)]));
  const when = period && ` · ${instant(period.from).slice(0, 19)} to ${instant(period.to).slice(0, 19)} UTC`;
  return h(
    'header',
    {},
    h('div', {}, h('h1', {}, 'Retries'), h('p', { class: 'muted' }, ...names, when)),
    h('div', { class: 'controls' }, ...filters(analysis, state), themeButton()),
  );
}

function filters(analysis: PageData['analysis'], state: State): HTMLElement[] {
  const services = [...new Set(analysis.facts.map(({ service }) => service))].sort();
  const service = select('Service', [['', 'All services'], ...services.map((name) => [name, name] as const)]);
  service.input.addEventListener('change', () => state.set({ service: service.input.value || undefined }));
  const { first, last } = bucketsOf(analysis);
  const times = Array.from({ length: last - first + 1 }, (_, index) => {
    const time = bucketTime((first + index) * analysis.bucketMs, analysis.bucketMs);
    return [String(first + index), time] as const;
  });
  const from = select('From', [['', 'the beginning'], ...times]);
  const to = select('To', [['', 'the end'], ...times]);
  const number = (text: string) => (text === '' ? undefined : Number(text));
  from.input.addEventListener('change', () => state.set({ from: number(from.input.value) }));
  to.input.addEventListener('change', () => state.set({ to: number(to.input.value) }));
  const reset = h('button', { type: 'button', click: () => state.set(NOTHING) }, 'Show all');
  state.follow((filter) => {
    service.input.value = filter.service ?? '';
    from.input.value = filter.from === undefined ? '' : String(filter.from);
    to.input.value = filter.to === undefined ? '' : String(filter.to);
    reset.hidden = state.isWhole && filter.service === undefined;
  });
  return [service.label, from.label, to.label, reset];
}

const NOTHING = { service: undefined, from: undefined, to: undefined };

function select(name: string, options: readonly (readonly [value: string, text: string])[]) {
  const input = h('select', {}, ...options.map(([value, text]) => h('option', { value }, text)));
  return { input, label: h('label', {}, h('span', {}, name), input) };
}
