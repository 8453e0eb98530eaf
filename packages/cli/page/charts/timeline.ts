import type { Invocation, Moment } from '@needs-retry/insights';
import { h, s } from '../dom.js';
import { duration } from '../format.js';
import { watchWidth } from './watch-width.js';

const ROW = 34;
const BAR = 10;
const MOST_ROWS = 30;

/** The calls of an invocation one under the other: attempts as bars, waits as lines between them. */
export function timeline(invocation: Invocation): HTMLElement {
  const element = h('div', { class: 'timeline' });
  watchWidth(element, (width) => element.replaceChildren(drawing(invocation, width)));
  return element;
}

type Call = { readonly name: string; readonly moments: Moment[] };
type Scale = (time: number) => number;

function drawing(invocation: Invocation, width: number): SVGElement {
  const calls = callsOf(invocation.timeline);
  const shown = calls.slice(0, MOST_ROWS);
  const { from } = invocation;
  const lastMoment = Math.max(...invocation.timeline.map(({ time }) => time), from + 1);
  const to = Math.max(lastMoment, invocation.isCall ? 0 : from + (invocation.durationMs ?? 0));
  const scale: Scale = (time) => ((time - from) / (to - from)) * (width - 8) + 2;
  const height = shown.length * ROW + 26;
  return s(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': describe(calls) },
    ...shown.map((call, index) => row(call, index * ROW, scale, width)),
    axis(to - from, width, height),
  );
}

function callsOf(moments: readonly Moment[]): Call[] {
  const calls = new Map<string, Call>();
  for (const moment of moments) {
    const { service, operation, resource, call } = moment;
    const name = [service, operation, resource].filter((part) => part !== undefined).join(' ');
    const id = call ?? `burst ${name}`;
    const known = calls.get(id);
    if (known) known.moments.push(moment);
    else calls.set(id, { name, moments: [moment] });
  }
  return [...calls.values()];
}

function row({ name, moments }: Call, top: number, scale: Scale, width: number): SVGElement {
  const y = top + 18;
  return s(
    'g',
    {},
    s('text', { x: 0, y: top + 12, class: 'call-name' }, name),
    s('line', { x1: 0, x2: width, y1: y + BAR / 2, y2: y + BAR / 2, class: 'rule' }),
    ...moments.flatMap((moment) => marks(moment, moments, scale, y)),
  );
}

function marks(moment: Moment, all: readonly Moment[], scale: Scale, y: number): SVGElement[] {
  const { time, kind, durationMs = 0, delayMs = 0, causeDurationMs = 0, attempt = 1, documents } = moment;
  if (documents !== undefined) return [dot(time, 'retry', `${documents} events summed up`, scale, y)];
  if (kind === 'deadline') {
    return [bar(time - durationMs, time, 'deadline', `in flight for ${duration(durationMs)}`, scale, y)];
  }
  if (kind !== 'attempt') return [dot(time, kind, sentence(moment), scale, y)];
  const began = time - durationMs;
  const failed = moment.throttled ? 'throttle' : 'failed';
  const drawn = [bar(began, time, moment.ended === 'no' ? failed : 'ok', sentence(moment), scale, y)];
  if (attempt < 2) return drawn;
  const before = began - delayMs;
  drawn.push(wait(before, began, delayMs, scale, y));
  // An attempt has a document of its own if it was a retry, or was throttled.
  const isKnown = all.some((each) => each.kind === 'attempt' && each.attempt === attempt - 1);
  if (!isKnown)
    drawn.push(bar(before - causeDurationMs, before, 'failed', moment.cause ?? 'failed', scale, y));
  return drawn;
}

function bar(from: number, to: number, tone: string, title: string, scale: Scale, y: number): SVGElement {
  const x = scale(from);
  const width = Math.max(2, scale(to) - x);
  return s('rect', { x, y, width, height: BAR, rx: 2, class: `fill ${tone}` }, s('title', {}, title));
}

function wait(from: number, to: number, delayMs: number, scale: Scale, y: number): SVGElement {
  const middle = y + BAR / 2;
  const line = { x1: scale(from), x2: scale(to), y1: middle, y2: middle, class: 'wait' };
  return s('line', line, s('title', {}, `waited ${duration(delayMs)}`));
}

function dot(time: number, tone: string, title: string, scale: Scale, y: number): SVGElement {
  return s(
    'circle',
    { cx: scale(time), cy: y + BAR / 2, r: 5, class: `fill ${tone} dot` },
    s('title', {}, title),
  );
}

function axis(spanMs: number, width: number, height: number): SVGElement {
  const ends = [
    s('text', { x: 0, y: height - 6, class: 'tick' }, '0 ms'),
    s('text', { x: width, y: height - 6, class: 'tick', 'text-anchor': 'end' }, duration(spanMs)),
  ];
  return s('g', {}, ...ends);
}

/** An event of a call in words. */
export function sentence({
  kind,
  attempt,
  ended,
  error,
  cause,
  throttled,
  delayMs,
  documents,
}: Moment): string {
  if (documents !== undefined) return `${documents} events summed up`;
  if (kind === 'gave-up') return `given up${ended ? ` (${ended})` : ''}${error ? ` with ${error}` : ''}`;
  if (kind === 'partial-failure') return `entries left undone${error ? ` (${error})` : ''}`;
  if (kind === 'stream-error') return `stream broken off${error ? ` with ${error}` : ''}`;
  if (kind === 'deadline') return `in flight at the deadline (${ended ?? 'attempt'})`;
  const waited = delayMs === undefined ? '' : `, after ${duration(delayMs)} of waiting`;
  const because = cause === undefined ? '' : ` because of ${cause}`;
  const result =
    ended === 'no' ? `${throttled ? 'throttled' : 'failed'}${error ? ` with ${error}` : ''}` : 'succeeded';
  return `attempt ${attempt ?? '?'} ${result}${waited}${because}`;
}

function describe(calls: readonly Call[]): string {
  return calls.map(({ name, moments }) => `${name}: ${moments.map(sentence).join(', ')}`).join('; ');
}
