import { isInstant, naturally, number, shown, text, type V } from './values.js';

type Sample = { readonly value: V; readonly time: number | undefined };

export function aggregated(fn: string, samples: readonly Sample[], percent: number | undefined): V {
  const present = samples.filter(({ value }) => value !== undefined);
  const numbers = samples.map(({ value }) => number(value)).filter((value) => value !== undefined);
  const sum = numbers.reduce((total, value) => total + value, 0);
  const isEmpty = numbers.length === 0;
  switch (fn) {
    case 'count':
      return present.length;
    case 'count_distinct':
      return new Set(
        present.filter(({ value }) => text(value) !== undefined).map(({ value }) => shown(value)),
      ).size;
    case 'sum':
      return isEmpty ? undefined : sum;
    case 'avg':
      return isEmpty ? undefined : sum / numbers.length;
    case 'min':
      return furthest(samples, -1);
    case 'max':
      return furthest(samples, 1);
    case 'pct':
    case 'percentile':
      return percentile(numbers, percent!);
    case 'median':
      return percentile(numbers, 50);
    case 'stddev':
      return isEmpty ? undefined : deviation(numbers, sum / numbers.length);
    case 'earliest':
      return [...present].sort((a, b) => a.time! - b.time!)[0]?.value;
    case 'latest':
      return [...present].sort((a, b) => a.time! - b.time!).at(-1)?.value;
    case 'sortsFirst':
      return ordered(present)[0];
    default:
      return ordered(present).at(-1);
  }
}

function deviation(numbers: readonly number[], mean: number): number {
  return Math.sqrt(numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / numbers.length);
}

/** The first value that no other is beyond; an instant stays one. */
function furthest(samples: readonly Sample[], sign: 1 | -1): V {
  const [best] = samples
    .filter(({ value }) => number(value) !== undefined)
    .sort((a, b) => sign * (number(b.value)! - number(a.value)!));
  return best && (isInstant(best.value) ? best.value : number(best.value));
}

function ordered(samples: readonly Sample[]): V[] {
  return samples
    .map(({ value }) => value)
    .filter((value) => text(value) !== undefined)
    .sort(naturally);
}

function percentile(numbers: readonly number[], percent: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined ? undefined : below + (above! - below) * (place % 1);
}
