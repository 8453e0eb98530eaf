/** A span of time as `bin`, `datefloor` and `dateceil` take it. */
export type Period = { readonly count: number; readonly unit: Unit };
export type Unit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y';

/** Reads a unit by any of its documented names, abbreviated or long, singular or plural. */
export function unitNamed(name: string): Unit | undefined {
  const word = name.toLowerCase();
  return (
    UNITS.get(word) ?? (word.length > 2 && word.endsWith('s') ? UNITS.get(word.slice(0, -1)) : undefined)
  );
}

/** The names that messages offer. */
export const UNIT_NAMES = ['ms', 's', 'm', 'h', 'd', 'w', 'mo', 'q', 'y'];

/** As the service does, cuts a count to the most that its unit allows: `300s` is `60s`. */
export function capped({ count, unit }: Period): Period {
  const cap = CAPS[unit];
  return { count: cap === undefined ? count : Math.min(count, cap), unit };
}

/** A function that gives the beginning of the period an instant (epoch ms, UTC) lies in. */
export function floorTo({ count, unit }: Period): (ms: number) => number {
  const length = LENGTHS[unit];
  if (length !== undefined) {
    const span = length * count;
    // Weeks begin on Monday; the epoch was a Thursday.
    const origin = unit === 'w' ? -3 * DAY : 0;
    return (ms) => Math.floor((ms - origin) / span) * span + origin;
  }
  const months = monthsIn(unit) * count;
  return (ms) => monthStart(Math.floor(monthIndex(ms) / months) * months);
}

/** The end of the period, or the instant itself where it stands on a boundary. */
export function ceilTo(period: Period): (ms: number) => number {
  const floor = floorTo(period);
  const length = LENGTHS[period.unit];
  return (ms) => {
    const start = floor(ms);
    if (start === ms) return ms;
    if (length !== undefined) return start + length * period.count;
    return monthStart(monthIndex(start) + monthsIn(period.unit) * period.count);
  };
}

const DAY = 86_400_000;
const LENGTHS: Partial<Record<Unit, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY,
  w: 7 * DAY,
};
const CAPS: Partial<Record<Unit, number>> = { ms: 1000, s: 60, m: 60, h: 24 };
const UNITS = new Map<string, Unit>([
  ...named('ms', 'millisecond', 'ms', 'msec'),
  ...named('s', 'second', 's', 'sec'),
  ...named('m', 'minute', 'm', 'min'),
  ...named('h', 'hour', 'h', 'hr'),
  ...named('d', 'day', 'd'),
  ...named('w', 'week', 'w'),
  ...named('mo', 'month', 'mo', 'mon'),
  ...named('q', 'quarter', 'q', 'qtr'),
  ...named('y', 'year', 'y', 'yr'),
]);

function named(unit: Unit, ...names: string[]): [string, Unit][] {
  return names.map((name) => [name, unit]);
}

function monthsIn(unit: Unit): number {
  return unit === 'y' ? 12 : unit === 'q' ? 3 : 1;
}

function monthIndex(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthStart(index: number): number {
  const year = Math.floor(index / 12);
  const date = new Date(Date.UTC(2000, index - year * 12, 1));
  return date.setUTCFullYear(year);
}
