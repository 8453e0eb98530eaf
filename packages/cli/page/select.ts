import type { Analysis, Delays, Fact, FactKind } from '@needs-retry/insights';

/** What is shown: of one service or all, and of some buckets of time or all. */
export type Filter = {
  readonly service?: string | undefined;
  /** Numbers of buckets, both included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

export type Counts = { readonly [Kind in FactKind]: number } & {
  /** Milliseconds that retries waited. */
  readonly waitedMs: number;
  /** Entries that can never succeed. */
  readonly finalEntries: number;
  readonly futile: number;
};

export type Group = { readonly names: readonly (string | undefined)[]; readonly counts: Counts };

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What the facts that pass the filter add up to. */
export function countsOf(facts: readonly Fact[], filter: Filter): Counts {
  const counts = noCounts();
  for (const fact of facts) addTo(counts, fact, filter);
  return counts;
}

/** The same for each group of facts with the same names, those with the highest counts first. */
export function groupsOf(
  facts: readonly Fact[],
  filter: Filter,
  namesOf: (fact: Fact) => readonly (string | undefined)[],
  weigh: (counts: Counts) => number,
): Group[] {
  const groups = new Map<string, { names: readonly (string | undefined)[]; counts: Mutable<Counts> }>();
  for (const fact of facts) {
    const names = namesOf(fact);
    const id = JSON.stringify(names);
    const group = groups.get(id) ?? { names, counts: noCounts() };
    groups.set(id, group);
    addTo(group.counts, fact, filter);
  }
  return [...groups.values()]
    .filter(({ counts }) => weigh(counts) > 0)
    .sort((a, b) => weigh(b.counts) - weigh(a.counts));
}

/** The count and the sum of a fact within a filter. */
export function within(
  { service, points }: Fact,
  filter: Filter,
): { readonly count: number; readonly sum: number } {
  let count = 0;
  let sum = 0;
  if (filter.service === undefined || filter.service === service) {
    for (const [bucket, pointCount, pointSum] of points) {
      if (!isIn(bucket, filter)) continue;
      count += pointCount;
      sum += pointSum;
    }
  }
  return { count, sum };
}

/** The counts of a kind by bucket, from the first bucket of the log to the last. */
export function seriesOf({ facts, bucketMs, period }: Analysis, filter: Filter, kind: FactKind): number[] {
  const { first, last } = bucketsOf({ bucketMs, period });
  const series = new Array<number>(last - first + 1).fill(0);
  for (const fact of facts) {
    if (fact.kind !== kind || (filter.service !== undefined && filter.service !== fact.service)) continue;
    for (const [bucket, count] of fact.points) series[bucket - first]! += count;
  }
  return series;
}

export function bucketsOf({ bucketMs, period }: Pick<Analysis, 'bucketMs' | 'period'>): {
  readonly first: number;
  readonly last: number;
} {
  if (!period) return { first: 0, last: 0 };
  return { first: Math.floor(period.from / bucketMs), last: Math.floor(period.to / bucketMs) };
}

/** How many waits there are of each bin. */
export function binsOf(delays: readonly Delays[], filter: Filter): Map<number, number> {
  const bins = new Map<number, number>();
  for (const { service, points } of delays) {
    if (filter.service !== undefined && filter.service !== service) continue;
    for (const [bucket, ...binsAndCounts] of points) {
      if (!isIn(bucket, filter)) continue;
      for (let place = 0; place < binsAndCounts.length; place += 2) {
        const bin = binsAndCounts[place]!;
        bins.set(bin, (bins.get(bin) ?? 0) + binsAndCounts[place + 1]!);
      }
    }
  }
  return bins;
}

export function isIn(bucket: number, { from, to }: Filter): boolean {
  return (from === undefined || bucket >= from) && (to === undefined || bucket <= to);
}

function addTo(counts: Mutable<Counts>, fact: Fact, filter: Filter): void {
  const { count, sum } = within(fact, filter);
  counts[fact.kind] += count;
  if (fact.kind === 'retry') counts.waitedMs += sum;
  if (fact.kind === 'partial-failure') counts.finalEntries += sum;
  if (fact.kind === 'retry' && isFutile(fact)) counts.futile += count;
}

/** Whether a retry could not help. */
export function isFutile({ errorClass }: Fact): boolean {
  return errorClass === 'quota' || errorClass === 'misconfiguration';
}

function noCounts(): Mutable<Counts> {
  return {
    ...{ retry: 0, throttle: 0, conflict: 0, 'gave-up': 0, 'partial-failure': 0, 'stream-error': 0 },
    ...{ waitedMs: 0, finalEntries: 0, futile: 0 },
  };
}
