import type { Document } from './document.js';
import type { Example, Fact, FactKey, FactKind } from './model.js';
import { Ranking } from './ranking.js';
import { Series } from './series.js';
import type { TimeAxis } from './time-axis.js';

const MOST_EXAMPLES = 3;

/** What a fact adds up. */
type Tally = {
  readonly kind: FactKind;
  readonly service: string;
  readonly operation: string;
  readonly key: FactKey;
  count: number;
  sum: number;
  readonly series: Series;
  readonly examples: Example[];
};

export type Counted = {
  readonly kind: FactKind;
  readonly service: string;
  readonly operation: string;
  readonly key: FactKey;
  readonly time: number;
  readonly count: number;
  readonly sum?: number;
  readonly example?: Example;
};

/** What stands for everything that the keys of merged facts had. */
export const MERGED = '(others)';

/** Counts facts, and keeps those with the highest counts; the others are one fact for each operation. */
export class FactTable {
  private readonly tallies: Ranking<Tally>;
  private readonly others = new Map<string, Tally>();

  constructor(
    private readonly axis: TimeAxis,
    private readonly most: number,
  ) {
    this.tallies = new Ranking<Tally>(
      most,
      ({ count }) => count,
      (tally) => this.mergeIntoOthers(tally),
    );
  }

  /** Facts that are counted as one of `(others)`. */
  get merged(): number {
    return this.tallies.merged;
  }

  add({ kind, service, operation, key, time, count, sum = 0, example }: Counted): void {
    const { resource, error, errorClass, reason } = key;
    const id = JSON.stringify([kind, service, operation, resource, error, errorClass, reason]);
    const tally = this.tallies.at(id, () => this.begin(kind, service, operation, key));
    tally.count += count;
    tally.sum += sum;
    tally.series.add(time, 0, count);
    if (sum !== 0) tally.series.add(time, 1, sum);
    if (example && tally.examples.length < MOST_EXAMPLES) tally.examples.push(example);
  }

  /** The `most` facts with the highest counts, and what the others sum up to. */
  list(most: number): Fact[] {
    return [...this.tallies.top(most), ...this.others.values()].map(factOf);
  }

  private begin(kind: FactKind, service: string, operation: string, key: FactKey): Tally {
    return { kind, service, operation, key, count: 0, sum: 0, series: new Series(this.axis), examples: [] };
  }

  private mergeIntoOthers(tally: Tally): void {
    const other = this.otherOf(tally);
    other.count += tally.count;
    other.sum += tally.sum;
    other.series.addAll(tally.series);
  }

  /** One for each operation and class, unless a log has more operations than there are. */
  private otherOf({ kind, service, operation, key: { errorClass } }: Tally): Tally {
    const isRoom = this.others.size < this.most;
    const id = JSON.stringify(isRoom ? [kind, service, operation, errorClass] : [kind]);
    const known = this.others.get(id);
    if (known) return known;
    const key = { resource: MERGED, error: MERGED, errorClass: isRoom ? errorClass : MERGED, reason: MERGED };
    const made = this.begin(kind, isRoom ? service : MERGED, isRoom ? operation : MERGED, key);
    this.others.set(id, made);
    return made;
  }
}

function factOf({ key, series, ...tally }: Tally): Fact {
  return {
    ...tally,
    ...key,
    points: series.points().map(([bucket, [count = 0, sum = 0]]) => [bucket, count, sum]),
  };
}

/** An example to look up in the log. */
export function exampleOf(document: Document): Example {
  const { time, call } = document;
  const { requestId, sdkInvocationId, serviceRequestId, attempts, maxAttempts } = call;
  return { time, requestId, sdkInvocationId, serviceRequestId, attempts, maxAttempts };
}
