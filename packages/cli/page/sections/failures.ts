import type { Fact, Stuck } from '@needs-retry/insights';
import type { PageData } from '../../src/report/page-data.js';
import { h, quoted } from '../dom.js';
import { count, duration } from '../format.js';
import { type Filter, isFutile, within } from '../select.js';
import type { State } from '../state.js';
import { type Column, table } from '../table.js';
import { exampleText } from './examples.js';
import { section } from './section.js';

/** Calls that failed for good, that hung, and retries that could not help. */
export function failures({ analysis }: PageData, state: State): HTMLElement {
  const parts = h('div', { class: 'stack' });
  const { facts, stuck } = analysis;
  state.follow((filter) => {
    const gaveUp = counted(
      facts.filter(({ kind }) => kind === 'gave-up'),
      filter,
    );
    const partial = counted(
      facts.filter(({ kind }) => kind === 'partial-failure'),
      filter,
    );
    const futile = counted(
      facts.filter((fact) => fact.kind === 'retry' && isFutile(fact)),
      filter,
    );
    parts.replaceChildren(
      part('Calls given up', gaveUp, [OPERATION, RESOURCE, ERROR, REASON, COUNT, EXAMPLE]),
      stuckPart(stuck.filter((group) => isShown(group, analysis.bucketMs, filter))),
      part('Retries that could not help', futile, [
        OPERATION,
        RESOURCE,
        ERROR,
        CLASS,
        COUNT,
        WAITED,
        EXAMPLE,
      ]),
      part('Entries left undone by calls that succeeded', partial, [
        OPERATION,
        RESOURCE,
        REASON,
        RETRYABLE,
        FINAL,
        EXAMPLE,
      ]),
    );
  });
  return section('failures', 'Given up, stuck, futile, undone', undefined, parts);
}

type Counted = { readonly fact: Fact; readonly count: number; readonly sum: number };

function counted(facts: readonly Fact[], filter: Filter): Counted[] {
  return facts
    .map((fact) => ({ fact, ...within(fact, filter) }))
    .filter((each) => each.count > 0 || each.sum > 0)
    .sort((a, b) => b.count - a.count);
}

/** Groups have no points in time: their examples stand for them. */
function isShown(
  { service, examples }: Stuck,
  bucketMs: number,
  { service: wanted, from, to }: Filter,
): boolean {
  if (wanted !== undefined && wanted !== service) return false;
  return examples.some(({ time }) => {
    const bucket = Math.floor(time / bucketMs);
    return (from === undefined || bucket >= from) && (to === undefined || bucket <= to);
  });
}

function part<Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): HTMLElement {
  return h('div', { class: 'card' }, h('h3', {}, title), table(title, columns, rows));
}

function stuckPart(groups: readonly Stuck[]): HTMLElement {
  return part('Calls in flight when the function timed out', groups, [
    { head: 'Operation', cell: ({ service, operation }) => nameOf(service, operation) },
    { head: 'Resource', cell: ({ resource }) => quoted(resource) },
    { head: 'Stuck in', cell: ({ phase }) => quoted(phase) },
    { head: 'Last error', cell: ({ lastError }) => quoted(lastError) },
    { head: 'Request timeout', cell: ({ requestTimeoutMs }) => timeoutName(requestTimeoutMs) },
    { head: 'Calls', isNumber: true, cell: ({ calls }) => count(calls) },
    { head: 'Timed out', isNumber: true, cell: ({ timedOut }) => count(timedOut) },
    { head: 'Longest', isNumber: true, cell: ({ longestMs }) => duration(longestMs) },
    { head: 'For example', cell: ({ examples }) => evidence(examples[0]) },
  ]);
}

function timeoutName(ms: number | undefined): string {
  if (ms === undefined) return 'not said';
  return ms === 0 ? 'none' : duration(ms);
}

const OPERATION: Column<Counted> = {
  head: 'Operation',
  cell: ({ fact }) => nameOf(fact.service, fact.operation),
};
const RESOURCE: Column<Counted> = { head: 'Resource', cell: ({ fact }) => quoted(fact.resource) };
const ERROR: Column<Counted> = { head: 'Error', cell: ({ fact }) => quoted(fact.error, 'not said') };
const REASON: Column<Counted> = { head: 'Because', cell: ({ fact }) => quoted(fact.reason, 'not said') };
const CLASS: Column<Counted> = { head: 'Class', cell: ({ fact }) => quoted(fact.errorClass) };
const COUNT: Column<Counted> = { head: 'Count', isNumber: true, cell: (row) => count(row.count) };
const WAITED: Column<Counted> = { head: 'Waited', isNumber: true, cell: ({ sum }) => duration(sum) };
const RETRYABLE: Column<Counted> = { head: 'Worth sending', isNumber: true, cell: (row) => count(row.count) };
const FINAL: Column<Counted> = { head: 'Never', isNumber: true, cell: ({ sum }) => count(sum) };
const EXAMPLE: Column<Counted> = { head: 'For example', cell: ({ fact }) => evidence(fact.examples[0]) };

function evidence(example: Fact['examples'][number] | undefined) {
  return example && h('span', { class: 'example muted' }, exampleText(example));
}

function nameOf(service: string, operation: string): HTMLElement {
  return h('span', {}, quoted(operation), ' ', h('span', { class: 'muted' }, quoted(service)));
}
