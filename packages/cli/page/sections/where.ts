import type { Fact } from '@needs-retry/insights';
import type { PageData } from '../../src/report/page-data.js';
import { h, quoted } from '../dom.js';
import { count, duration } from '../format.js';
import { type Counts, type Group, groupsOf } from '../select.js';
import type { State } from '../state.js';
import { type Column, table } from '../table.js';
import { section } from './section.js';

/** What is retried, and why. */
export function where({ analysis: { facts } }: PageData, state: State): HTMLElement {
  const parts = h('div', { class: 'columns' });
  state.follow((filter) => {
    const cards = BREAKDOWNS.map(({ title, columns, isOf, namesOf }) => {
      const groups = groupsOf(facts.filter(isOf), filter, namesOf, all);
      return h('div', { class: 'card' }, h('h3', {}, title), table(title, columns, groups));
    });
    parts.replaceChildren(...cards);
  });
  return section('where', 'What, and why', undefined, parts);
}

/** A way to divide the facts into groups. */
type Breakdown = {
  readonly title: string;
  readonly isOf: (fact: Fact) => boolean;
  readonly namesOf: (fact: Fact) => Group['names'];
  readonly columns: readonly Column<Group>[];
};

const all = (counts: Counts) =>
  counts.retry +
  counts.throttle +
  counts['gave-up'] +
  counts['partial-failure'] +
  counts.conflict +
  counts['stream-error'];

const ADVICE: Readonly<Record<string, string>> = {
  throttling: 'slow down, or buy capacity',
  contention: 'keep two writers apart',
  quota: 'a retry cannot help: raise the quota',
  misconfiguration: 'a retry cannot help: repair the setting',
  transient: 'wait: the service was busy or broken',
};

function name(head: string, cell: Column<Group>['cell']): Column<Group> {
  return { head, cell };
}

function number(head: string, of: (counts: Counts) => number, tone: string, show = count): Column<Group> {
  return {
    head,
    isNumber: true,
    cell: ({ counts }) => (of(counts) > 0 ? show(of(counts)) : h('span', { class: 'zero' }, '–')),
    size: ({ counts }) => of(counts),
    tone,
  };
}

const RETRIES = number('Retries', ({ retry }) => retry, 'retry');
const WAITED = number('Waited', ({ waitedMs }) => waitedMs, 'wait', duration);
const COUNTS = [
  RETRIES,
  number('Throttled', ({ throttle }) => throttle, 'throttle'),
  number('Given up', (counts) => counts['gave-up'], 'gave-up'),
  number('Undone', (counts) => counts['partial-failure'], 'partial-failure'),
  WAITED,
];

function operationName({ names: [service, operation] }: Group) {
  return h('span', {}, quoted(operation), ' ', h('span', { class: 'muted' }, quoted(service)));
}

function named({ names }: Group, place: number, missing?: string) {
  return quoted(names[place], missing);
}

const isRetry = ({ kind }: Fact): boolean => kind === 'retry';

const BREAKDOWNS: readonly Breakdown[] = [
  {
    title: 'By operation',
    isOf: () => true,
    namesOf: ({ service, operation }) => [service, operation],
    columns: [name('Operation', operationName), ...COUNTS],
  },
  {
    title: 'By resource',
    isOf: ({ resource }) => resource !== undefined,
    namesOf: ({ service, resource }) => [service, resource],
    columns: [
      name('Table, bucket, queue …', (group) => named(group, 1)),
      name('Service', (group) => named(group, 0)),
      ...COUNTS,
    ],
  },
  {
    title: 'By cause of the retry',
    isOf: isRetry,
    namesOf: ({ service, error, errorClass }) => [service, error, errorClass],
    columns: [
      name('Error before it', (group) => named(group, 1, 'not said')),
      RETRIES,
      WAITED,
      name('Service', (group) => named(group, 0)),
    ],
  },
  {
    title: 'By class of the cause',
    isOf: isRetry,
    namesOf: ({ errorClass }) => [errorClass],
    columns: [
      name('Class', (group) => named(group, 0, 'none')),
      name('What to do', ({ names: [errorClass] }) => ADVICE[errorClass ?? ''] ?? ''),
      RETRIES,
      WAITED,
    ],
  },
];
