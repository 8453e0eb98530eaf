import { h, s } from '../dom.js';
import { count, duration } from '../format.js';
import { watchWidth } from './watch-width.js';

const HEIGHT = 150;
const BARS_HEIGHT = 112;

/** How many waits there are of each length, each bar 1.41 times as long as the one before. */
export function histogram(bins: ReadonlyMap<number, number>, startsMs: readonly number[]): HTMLElement {
  const element = h('div', { class: 'histogram' });
  watchWidth(element, (width) => element.replaceChildren(drawing(bins, startsMs, width)));
  return element;
}

function drawing(bins: ReadonlyMap<number, number>, startsMs: readonly number[], width: number): SVGElement {
  const rangeOf = (bin: number) => `${shown(startsMs[bin])} to ${shown(startsMs[bin + 1])}`;
  const first = Math.max(0, Math.min(...bins.keys()) - 1);
  const last = Math.max(...bins.keys()) + 1;
  const step = width / (last - first + 1);
  const greatest = Math.max(...bins.values());
  const bars = [...bins].map(([bin, waits]) => {
    const height = Math.max(1.5, (waits / greatest) * BARS_HEIGHT);
    return s(
      'rect',
      {
        ...{ x: (bin - first) * step + 1, y: BARS_HEIGHT + 12 - height },
        ...{ width: Math.max(1, Math.min(step - 2, 40)), height, rx: 1.5, class: 'fill retry' },
      },
      s('title', {}, `${rangeOf(bin)}: ${count(waits)}`),
    );
  });
  const every = Math.max(1, Math.ceil(64 / step));
  const ticks = [];
  for (let bin = first; bin <= last; bin += every) {
    const x = (bin - first) * step;
    if (x > width - 40) break;
    ticks.push(s('text', { x, y: HEIGHT - 8, class: 'tick' }, shown(startsMs[bin])));
  }
  return s(
    'svg',
    {
      ...{ viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img' },
      'aria-label': `Delays before retries: ${[...bins]
        .sort(([a], [b]) => a - b)
        .map(([bin, waits]) => `${rangeOf(bin)} ${count(waits)}`)
        .join(', ')}`,
    },
    s('line', { x1: 0, x2: width, y1: BARS_HEIGHT + 12, y2: BARS_HEIGHT + 12, class: 'rule' }),
    ...bars,
    ...ticks,
  );
}

function shown(ms = 0): string {
  return duration(Math.round(ms));
}
