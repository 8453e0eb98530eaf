import { estimate } from './stats.js';

export { markdown, type Table } from '@needs-retry/fixtures/markdown';

/** What one of a unit is in nanoseconds, and how many decimals it is shown with. */
const UNITS = { ns: [1, 0], µs: [1_000, 2], ms: [1_000_000, 2] } as const;

/** The columns of times, which are in nanoseconds: their median and its 95 % interval. */
export function spread(values: readonly number[], unit: keyof typeof UNITS = 'ns'): Record<string, number> {
  const { median: middle, low, high } = estimate(values);
  const [size, decimals] = UNITS[unit];
  const shown = (value: number) => Number((value / size).toFixed(decimals));
  return { [unit]: shown(middle), [`${unit} from`]: shown(low), [`${unit} to`]: shown(high) };
}

export function ratio(value: number, floor: number): number {
  return Math.round((value / floor) * 100) / 100;
}
