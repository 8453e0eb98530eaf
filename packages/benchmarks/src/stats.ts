/** A median and where it lies with 95 % certainty. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** By bootstrap: the medians of 1,000 samples drawn from `values` with repetition. */
export function estimate(values: readonly number[]): Estimate {
  const medians = Array.from({ length: 1_000 }, () =>
    median(values.map(() => values[Math.floor(Math.random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return { median: median(values), low: medians[25] ?? 0, high: medians[974] ?? 0 };
}

export function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => [Math.random(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}
