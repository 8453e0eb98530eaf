import type { Analysis, FactKind } from '@needs-retry/insights';
import { h, s } from '../dom.js';
import { axisTime, bucketTime, count } from '../format.js';
import { bucketsOf, isIn, seriesOf } from '../select.js';
import type { State } from '../state.js';
import { watchWidth } from './watch-width.js';

const PANELS: readonly { readonly kind: FactKind; readonly name: string }[] = [
  { kind: 'retry', name: 'Retries' },
  { kind: 'throttle', name: 'Throttled attempts' },
  { kind: 'gave-up', name: 'Calls given up' },
  { kind: 'partial-failure', name: 'Entries left undone' },
  { kind: 'conflict', name: 'Conflicts' },
  { kind: 'stream-error', name: 'Streams broken off' },
];

const PANEL_HEIGHT = 92;
const BARS_TOP = 24;
const BARS_HEIGHT = PANEL_HEIGHT - BARS_TOP - 6;
const AXIS_HEIGHT = 22;

/** What happened when: a panel for each kind that happened. Dragging, or Enter at the cursor, chooses a time. */
export function overTime(analysis: Analysis, state: State): HTMLElement {
  const chart = new OverTime(analysis, state);
  watchWidth(chart.element, (width) => chart.draw(width));
  state.follow(() => chart.draw());
  return chart.element;
}

class OverTime {
  readonly element: HTMLElement;
  private readonly plot = h('div', { class: 'plot' });
  private readonly readout = h('p', { class: 'readout muted' });
  private readonly first: number;
  private readonly buckets: number;
  private width = 0;
  private cursor: number | undefined;
  private dragFrom: number | undefined;

  constructor(
    private readonly analysis: Analysis,
    private readonly state: State,
  ) {
    const { first, last } = bucketsOf(analysis);
    this.first = first;
    this.buckets = last - first + 1;
    this.element = h('div', { class: 'over-time' }, this.plot, this.readout);
    this.plot.tabIndex = 0;
    this.plot.setAttribute('role', 'slider');
    this.plot.setAttribute('aria-label', 'Moment of the log; Enter shows it alone, Escape the whole time');
    this.plot.setAttribute('aria-valuemin', '0');
    this.plot.setAttribute('aria-valuemax', String(this.buckets - 1));
    this.listen();
    this.move(undefined);
  }

  draw(width = this.width): void {
    this.width = width;
    if (width === 0) return;
    const panels = PANELS.map((panel) => ({
      ...panel,
      series: seriesOf(this.analysis, this.state.filter, panel.kind),
    })).filter(({ kind, series }) => kind === 'retry' || series.some((each) => each > 0));
    const height = panels.length * PANEL_HEIGHT + AXIS_HEIGHT;
    this.plot.replaceChildren(
      s(
        'svg',
        { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
        ...panels.map(({ kind, name, series }, index) =>
          this.panel(kind, name, series, index * PANEL_HEIGHT),
        ),
        this.axis(panels.length * PANEL_HEIGHT),
        this.cursorLine(panels.length * PANEL_HEIGHT),
      ),
    );
  }

  private panel(kind: FactKind, name: string, series: readonly number[], top: number): SVGElement {
    const greatest = Math.max(...series, 1);
    const total = series.reduce((sum, each, index) => sum + (this.isChosen(index) ? each : 0), 0);
    const bars = series.map((each, index) => this.bar(kind, each / greatest, index, top));
    return s(
      'g',
      {},
      s('text', { x: 0, y: top + 14, class: 'panel-name' }, name),
      s(
        'text',
        { x: this.width, y: top + 14, class: 'panel-total', 'text-anchor': 'end' },
        `${count(total)} in all, ${count(greatest)} at the peak`,
      ),
      s('line', {
        x1: 0,
        x2: this.width,
        y1: top + PANEL_HEIGHT - 6,
        y2: top + PANEL_HEIGHT - 6,
        class: 'rule',
      }),
      ...bars.filter((bar) => bar !== undefined),
    );
  }

  private bar(kind: FactKind, share: number, index: number, top: number): SVGElement | undefined {
    if (share <= 0) return undefined;
    const step = this.width / this.buckets;
    const height = Math.max(1.5, share * BARS_HEIGHT);
    const gap = step > 4 ? 1 : 0;
    return s('rect', {
      x: index * step + gap / 2,
      y: top + BARS_TOP + BARS_HEIGHT - height,
      width: Math.max(1, Math.min(step - gap, 28)),
      height,
      rx: step > 6 ? 1.5 : 0,
      class: `fill ${kind}${this.isChosen(index) ? '' : ' faint'}`,
    });
  }

  private axis(top: number): SVGElement {
    const { bucketMs } = this.analysis;
    const most = Math.max(2, Math.floor(this.width / 130));
    const every = Math.max(1, Math.ceil(this.buckets / most));
    const step = this.width / this.buckets;
    const labels = [];
    for (let index = 0; index < this.buckets; index += every) {
      const x = index * step;
      if (x > this.width - 60 && index > 0) break;
      const text = axisTime(this.timeOf(index), bucketMs, this.buckets * bucketMs);
      labels.push(s('text', { x, y: top + 14, class: 'tick' }, text));
    }
    return s('g', {}, ...labels);
  }

  private cursorLine(height: number): SVGElement | undefined {
    if (this.cursor === undefined) return undefined;
    const x = ((this.cursor + 0.5) * this.width) / this.buckets;
    return s('line', { x1: x, x2: x, y1: 0, y2: height, class: 'cursor' });
  }

  private listen(): void {
    const { plot } = this;
    plot.addEventListener('pointermove', (event) => {
      this.move(this.indexAt(event));
      if (this.dragFrom !== undefined) this.choose(this.dragFrom, this.indexAt(event));
    });
    plot.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'mouse') this.dragFrom = this.indexAt(event);
    });
    plot.addEventListener('pointerup', (event) => {
      if (this.dragFrom !== undefined || event.pointerType !== 'mouse') {
        this.choose(this.dragFrom ?? this.indexAt(event), this.indexAt(event));
      }
      this.dragFrom = undefined;
    });
    plot.addEventListener('pointerleave', () => {
      this.dragFrom = undefined;
      this.move(undefined);
    });
    plot.addEventListener('keydown', (event) => this.press(event));
  }

  private press(event: KeyboardEvent): void {
    const at = this.cursor ?? 0;
    const places: Readonly<Record<string, number>> = {
      ...{ ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1 },
      ...{ PageDown: at - 10, PageUp: at + 10, Home: 0, End: this.buckets - 1 },
    };
    const place = places[event.key];
    if (place !== undefined) this.move(Math.min(this.buckets - 1, Math.max(0, place)));
    else if (event.key === 'Enter' && this.cursor !== undefined) this.choose(this.cursor, this.cursor);
    else if (event.key === 'Escape') this.state.set({ from: undefined, to: undefined });
    else return;
    event.preventDefault();
  }

  private choose(a: number, b: number): void {
    this.state.set({ from: this.first + Math.min(a, b), to: this.first + Math.max(a, b) });
  }

  private move(cursor: number | undefined): void {
    this.cursor = cursor;
    const text =
      cursor === undefined
        ? `Each bar is ${widthName(this.analysis.bucketMs)}. Drag over the bars, or use the arrow keys and Enter, to choose a time.`
        : this.readoutAt(cursor);
    this.readout.textContent = text;
    this.plot.setAttribute('aria-valuenow', String(cursor ?? 0));
    this.plot.setAttribute('aria-valuetext', this.readoutAt(cursor ?? 0));
    this.draw();
  }

  private readoutAt(index: number): string {
    const said = PANELS.map(({ kind, name }) => {
      const value = seriesOf(this.analysis, this.state.filter, kind)[index] ?? 0;
      return value > 0 ? `${name.toLowerCase()}: ${count(value)}` : undefined;
    }).filter((text) => text !== undefined);
    return `${bucketTime(this.timeOf(index), this.analysis.bucketMs)} UTC · ${said.join(', ') || 'nothing'}`;
  }

  private timeOf(index: number): number {
    return (this.first + index) * this.analysis.bucketMs;
  }

  private indexAt(event: PointerEvent): number {
    const box = this.plot.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * this.buckets);
    return Math.min(this.buckets - 1, Math.max(0, place));
  }

  private isChosen(index: number): boolean {
    return isIn(this.first + index, this.state.filter);
  }
}

function widthName(ms: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
  ] as const;
  const [size, name] = units.find(([each]) => ms % each === 0) ?? [1, 'millisecond'];
  return ms === size ? `one ${name}` : `${ms / size} ${name}s`;
}
