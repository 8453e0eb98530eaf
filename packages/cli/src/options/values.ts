import { InvalidArgumentError } from 'commander';
import { closest, distance } from 'fastest-levenshtein';

/** Of what is known, what was probably meant: ` Did you mean x?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = closest(word, [...known]);
  const isNear = distance(word, nearest) <= Math.max(1, Math.floor(nearest.length * 0.4));
  return isNear ? ` Did you mean ${nearest}?` : '';
}

export function wholeNumber(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError(`a whole number of at least 1`);
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `30m`, `12h`, in milliseconds. */
export function duration(value: string): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(value) ?? [];
  if (unit === undefined) throw new InvalidArgumentError('like 30m, 12h or 7d');
  return Number(count) * UNITS[unit]!;
}

/** A date in epoch milliseconds. Without a zone it is UTC, as the times in logs are. */
export function time(value: string): number {
  if (/^\d{12,}$/.test(value)) return Number(value);
  const [, date, clock = 'T00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(value) ?? [];
  const ms =
    date === undefined
      ? Number.NaN
      : Date.parse(`${date}${clock.replace(' ', 'T').replace(',', '.')}${zone}`);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('a date such as 2026-11-10 or 2026-11-10T08:00:00Z');
  return ms;
}
