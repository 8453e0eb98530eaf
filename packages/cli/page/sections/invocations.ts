import type { Invocation, Moment } from '@needs-retry/insights';
import type { PageData } from '../../src/report/page-data.js';
import { sentence, timeline } from '../charts/timeline.js';
import { type Child, h, quoted } from '../dom.js';
import { count, duration, instant, usd } from '../format.js';
import { isIn } from '../select.js';
import type { State } from '../state.js';
import { table } from '../table.js';
import { section } from './section.js';

/** The invocations to look at, the worst first, each with what happened in it. */
export function invocations({ analysis }: PageData, state: State): HTMLElement {
  const list = h('div', { class: 'stack' });
  state.follow((filter) => {
    const shown = analysis.invocations.filter(
      ({ services, from }) =>
        (filter.service === undefined || services.includes(filter.service)) &&
        isIn(Math.floor(from / analysis.bucketMs), filter),
    );
    list.replaceChildren(...(shown.length > 0 ? shown.map(card) : [h('p', { class: 'muted' }, 'None.')]));
  });
  const isCalls = analysis.invocations.length > 0 && analysis.invocations.every(({ isCall }) => isCall);
  const title = isCalls ? 'Calls to look at' : 'Invocations to look at';
  return section(
    'invocations',
    title,
    'Those that timed out come first, then those that lost a call, then those that waited longest.',
    list,
  );
}

function card(invocation: Invocation): HTMLElement {
  const body = h('div', { class: 'invocation-body' });
  const details = h('details', { class: 'card invocation' }, h('summary', {}, ...head(invocation)), body);
  details.addEventListener('toggle', () => {
    // Drawn when it is looked at: there may be many.
    if (details.open && body.childElementCount === 0) body.append(timeline(invocation), ...story(invocation));
  });
  return details;
}

function head(invocation: Invocation): Child[] {
  const { id, functionName, from, durationMs, waitedMs, retries, throttles, costUsd, timedOut, coldStart } =
    invocation;
  const { gaveUp, retryableEntries } = invocation;
  const marks = [
    timedOut && badge('timed out', 'deadline'),
    gaveUp > 0 && badge(`${count(gaveUp)} given up`, 'gave-up'),
    retryableEntries > 0 && badge(`${count(retryableEntries)} undone`, 'partial-failure'),
    throttles > 0 && badge(`${count(throttles)} throttled`, 'throttle'),
    coldStart && badge('cold start', 'plain'),
  ];
  const took = durationMs === undefined ? '' : ` of ${duration(durationMs)}`;
  const paid = costUsd === undefined ? '' : ` · ${usd(costUsd)}`;
  return [
    h(
      'span',
      { class: 'invocation-numbers' },
      `${count(retries)} retries · waited ${duration(waitedMs)}${took}${paid}`,
    ),
    h('span', { class: 'badges' }, ...marks),
    h(
      'span',
      { class: 'muted invocation-id' },
      instant(from),
      ' ',
      functionName !== undefined && quoted(functionName),
      ' ',
      quoted(id),
    ),
  ];
}

function badge(text: string, tone: string): HTMLElement {
  return h('span', { class: `badge ${tone}` }, text);
}

function story({ timeline: moments, from, left }: Invocation): HTMLElement[] {
  const rows = table<Moment>(
    'What happened, in order',
    [
      { head: 'After', isNumber: true, cell: ({ time }) => duration(Math.max(0, time - from)) },
      {
        head: 'Operation',
        cell: ({ service, operation }) =>
          h('span', {}, quoted(operation), ' ', h('span', { class: 'muted' }, quoted(service))),
      },
      { head: 'Resource', cell: ({ resource }) => quoted(resource) },
      { head: 'What', cell: (moment) => h('bdi', {}, sentence(moment)) },
      {
        head: 'Took',
        isNumber: true,
        cell: ({ durationMs }) => (durationMs === undefined ? '' : duration(durationMs)),
      },
    ],
    moments,
  );
  if (left === 0) return [rows];
  return [rows, h('p', { class: 'muted' }, `${count(left)} more events are not shown.`)];
}
