import { naturalOrder } from './compare.js';
import { DistinctCount, type DistinctValues } from './distinct.js';
import { ExactSum } from './exact-sum.js';
import { owned } from './owned.js';
import { fromPortable, type Portable, portable } from './portable.js';
import { Quantiles } from './quantiles.js';
import { display, finite, numberOf, Structure, Timestamp, type Value } from './value.js';

/** Takes the value of one row after the other and gives the value of their group. */
export interface Accumulator {
  add(value: Value, timestamp: number | undefined): void;
  result(): Value;
  /** What was gathered, as data that goes to another thread. Without it, rows cannot be gathered in parts. */
  gathered?(): Gathered;
  /** Takes what another accumulator of its kind gathered from later rows. */
  absorb?(gathered: Gathered): void;
}

/** Of each kind of accumulator its own. */
export type Gathered = readonly Portable[];

/**
 * An aggregate: which of its arguments is the field, which one a constant, and what accumulates.
 * `count` alone may have no field.
 */
export type Aggregate = {
  readonly field: 0 | 1;
  readonly constant?: 'number' | 'period';
  readonly optional?: true;
  readonly create: (constant: number) => Accumulator;
};

/** The aggregates by their names in lower case. */
export const aggregates: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>(
  Object.entries({
    count: { field: 0, optional: true, create: () => new Count() },
    count_over_time: { field: 0, optional: true, create: () => new Count() },
    countovertime: { field: 0, optional: true, create: () => new Count() },
    count_distinct: { field: 0, create: () => new CountDistinct() },
    countdistinct: { field: 0, create: () => new CountDistinct() },
    sum: { field: 0, create: () => new Sum() },
    sum_over_time: { field: 0, create: () => new Sum() },
    sumovertime: { field: 0, create: () => new Sum() },
    avg: { field: 0, create: () => new Average() },
    min: { field: 0, create: () => new Extreme(-1) },
    max: { field: 0, create: () => new Extreme(1) },
    median: { field: 0, create: () => new Percentile(50) },
    percentile: { field: 0, constant: 'number', create: (percent) => new Percentile(percent) },
    pct: { field: 0, constant: 'number', create: (percent) => new Percentile(percent) },
    stddev: { field: 0, create: () => new Spread(Math.sqrt) },
    variance: { field: 0, create: () => new Spread((variance) => variance) },
    values: { field: 0, create: () => new Values() },
    topk: { field: 1, constant: 'number', create: (count) => new TopValues(count) },
    earliest: { field: 0, create: () => new AtTime((time, known) => time < known) },
    latest: { field: 0, create: () => new AtTime((time, known) => time >= known) },
    sortsfirst: { field: 0, create: () => new InOrder((order) => order < 0) },
    sortslast: { field: 0, create: () => new InOrder((order) => order > 0) },
    rate: { field: 0, constant: 'period', create: (interval) => new Rate(interval) },
    histogram: { field: 0, constant: 'number', create: (buckets) => new Histogram(buckets) },
  } satisfies Record<string, Aggregate>),
);

class Count implements Accumulator {
  private count = 0;

  add(value: Value): void {
    if (value !== undefined) this.count++;
  }

  result(): Value {
    return this.count;
  }

  gathered(): Gathered {
    return [this.count];
  }

  absorb([count]: Gathered): void {
    this.count += count as number;
  }
}

class CountDistinct implements Accumulator {
  private readonly values = new DistinctCount();

  add(value: Value): void {
    if (value !== undefined && !(value instanceof Structure)) this.values.add(display(value));
  }

  result(): Value {
    return this.values.count;
  }

  gathered(): Gathered {
    return [{ json: this.values.gathered }];
  }

  absorb([gathered]: Gathered): void {
    this.values.absorb((gathered as { readonly json: DistinctValues }).json);
  }
}

class Sum implements Accumulator {
  private readonly sum = new ExactSum();
  count = 0;

  add(value: Value): void {
    const number = numberOf(value);
    if (number === undefined) return;
    this.count++;
    this.sum.add(number);
  }

  result(): number | undefined {
    return this.count === 0 ? undefined : finite(this.sum.value);
  }

  gathered(): Gathered {
    return [this.count, ...this.sum.terms];
  }

  absorb([count, ...terms]: Gathered): void {
    this.count += count as number;
    for (const term of terms) this.sum.add(term as number);
  }
}

class Average extends Sum {
  override result(): number | undefined {
    const sum = super.result();
    return sum === undefined ? undefined : sum / this.count;
  }
}

class Extreme implements Accumulator {
  private best: number | Timestamp | undefined;

  constructor(private readonly sign: 1 | -1) {}

  add(value: Value): void {
    const number = numberOf(value);
    if (number === undefined) return;
    const known = numberOf(this.best);
    if (known !== undefined && (number - known) * this.sign <= 0) return;
    this.best = value instanceof Timestamp ? value : number;
  }

  result(): Value {
    return this.best;
  }

  gathered(): Gathered {
    return [portable(this.best)];
  }

  absorb([best]: Gathered): void {
    this.add(fromPortable(best));
  }
}

class Percentile implements Accumulator {
  private readonly values = new Quantiles();

  constructor(private readonly percent: number) {}

  add(value: Value): void {
    const number = numberOf(value);
    if (number !== undefined) this.values.add(number);
  }

  result(): Value {
    return this.values.at(this.percent);
  }
}

/** The variance of the whole population, as documented, or what `finish` makes of it. */
class Spread implements Accumulator {
  private count = 0;
  /** The first number. What is summed are distances from it: those of times have all their digits, times do not. */
  private origin = 0;
  private mean = 0;
  private squares = 0;

  constructor(private readonly finish: (variance: number) => number) {}

  add(value: Value): void {
    const number = numberOf(value);
    if (number === undefined) return;
    if (this.count === 0) this.origin = number;
    this.count++;
    const fromOrigin = number - this.origin;
    const distance = fromOrigin - this.mean;
    this.mean += distance / this.count;
    this.squares += distance * (fromOrigin - this.mean);
  }

  result(): Value {
    return this.count === 0 ? undefined : this.finish(this.squares / this.count);
  }
}

class Values implements Accumulator {
  private readonly values = new Set<string>();

  add(value: Value): void {
    if (value === undefined || value instanceof Structure) return;
    const text = display(value);
    if (!this.values.has(text)) this.values.add(owned(text));
  }

  result(): Value {
    return new Structure([...this.values]);
  }

  gathered(): Gathered {
    return [...this.values];
  }

  absorb(values: Gathered): void {
    for (const value of values) this.values.add(value as string);
  }
}

/** Different values counted at a time; beyond, those seen least often are let go. */
const MOST_COUNTED = 65_536;

class TopValues implements Accumulator {
  private counts = new Map<string, number>();

  constructor(private readonly wanted: number) {}

  add(value: Value): void {
    if (value === undefined || value instanceof Structure) return;
    const text = display(value);
    const count = this.counts.get(text);
    this.counts.set(count === undefined ? owned(text) : text, (count ?? 0) + 1);
    if (this.counts.size > MOST_COUNTED) this.counts = new Map(this.top(MOST_COUNTED / 2));
  }

  result(): Value {
    return new Structure(this.top(this.wanted).map(([value]) => value));
  }

  private top(count: number): [string, number][] {
    return [...this.counts].sort((a, b) => b[1] - a[1]).slice(0, count);
  }
}

class AtTime implements Accumulator {
  private value: Value;
  private time: number | undefined;

  constructor(private readonly isBetter: (time: number, known: number) => boolean) {}

  add(value: Value, timestamp: number | undefined): void {
    if (value === undefined || timestamp === undefined) return;
    if (this.time !== undefined && !this.isBetter(timestamp, this.time)) return;
    this.value = value;
    this.time = timestamp;
  }

  result(): Value {
    return this.value;
  }

  gathered(): Gathered {
    return [portable(this.value), this.time];
  }

  absorb([value, time]: Gathered): void {
    this.add(fromPortable(value), time as number | undefined);
  }
}

class InOrder implements Accumulator {
  private value: Value;

  constructor(private readonly isBetter: (order: number) => boolean) {}

  add(value: Value): void {
    if (value === undefined || value instanceof Structure) return;
    if (this.value === undefined || this.isBetter(naturalOrder(value, this.value))) this.value = value;
  }

  result(): Value {
    return this.value;
  }

  gathered(): Gathered {
    return [portable(this.value)];
  }

  absorb([value]: Gathered): void {
    this.add(fromPortable(value));
  }
}

/** How much the field changed from its first to its last value in time, per interval. */
class Rate implements Accumulator {
  private readonly first = new AtTime((time, known) => time < known);
  private readonly last = new AtTime((time, known) => time >= known);
  private from: number | undefined;
  private to: number | undefined;

  constructor(private readonly interval: number) {}

  add(value: Value, timestamp: number | undefined): void {
    const number = numberOf(value);
    if (number === undefined || timestamp === undefined) return;
    this.first.add(number, timestamp);
    this.last.add(number, timestamp);
    this.from = Math.min(this.from ?? timestamp, timestamp);
    this.to = Math.max(this.to ?? timestamp, timestamp);
  }

  result(): Value {
    const first = numberOf(this.first.result());
    const last = numberOf(this.last.result());
    if (first === undefined || last === undefined || this.from === this.to) return undefined;
    return ((last - first) * this.interval) / (this.to! - this.from!);
  }
}

class Histogram implements Accumulator {
  private readonly values = new Quantiles();

  constructor(private readonly buckets: number) {}

  add(value: Value): void {
    const number = numberOf(value);
    if (number !== undefined) this.values.add(number);
  }

  result(): Value {
    const lowest = this.values.at(0);
    const highest = this.values.at(100);
    if (lowest === undefined || highest === undefined) return undefined;
    const width = (highest - lowest) / this.buckets || 1;
    const counts = new Array<number>(this.buckets).fill(0);
    for (const [value, count] of this.values.points()) {
      counts[Math.min(this.buckets - 1, Math.floor((value - lowest) / width))]! += count;
    }
    const names = counts.map((_, index) => `${lowest + index * width}-${lowest + (index + 1) * width}`);
    return new Structure(Object.fromEntries(names.map((name, index) => [name, counts[index]])));
  }
}
