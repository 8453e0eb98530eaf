import type { Reading } from './readings.js';

/** What rises by less than this part of its mean in a run is flat. */
const TOLERANCE = 0.02;
/** Readings differ by where the calls are, so that a rise is one only if it is this much greater than its error. */
const DEVIATIONS = 3;

const NAMES = ['heapBytes', 'descriptors', 'listeners', 'timers'] as const;

/** The line of least squares through points: how much it rises from the first to the last, and how sure that is. */
export interface Fit {
  readonly mean: number;
  readonly rise: number;
  /** Of the rise. */
  readonly standardError: number;
}

export function fit(points: readonly (readonly [x: number, y: number])[]): Fit {
  const n = points.length;
  const meanOf = (i: 0 | 1) => points.reduce((sum, point) => sum + point[i], 0) / n;
  const [x0, y0] = [meanOf(0), meanOf(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - y0 - slope * (x - x0)) ** 2, 0);
  const width = points.at(-1)![0] - points[0]![0];
  return {
    mean: y0,
    rise: slope * width,
    standardError: Math.sqrt(rest / Math.max(1, n - 2) / spread) * width,
  };
}

/** What is not flat, in words. */
export function rising(readings: readonly Reading[]): readonly string[] {
  return NAMES.flatMap((name) => {
    const { mean, rise, standardError } = fitOf(readings, name);
    const isRising = rise > DEVIATIONS * standardError && rise > TOLERANCE * mean;
    return isRising ? [`The ${name} rose by ${rise.toFixed(1)}, ${percent(rise / mean)} of their mean.`] : [];
  });
}

export function fitOf(readings: readonly Reading[], name: (typeof NAMES)[number]): Fit {
  return fit(readings.map((reading) => [reading.seconds, reading[name]]));
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(2)} %`;
}
