import type { TimeAxis } from './time-axis.js';

/** Sums over time: `size` numbers in each bucket of an axis, whose buckets may become wider. */
export class Series {
  private widthMs: number;
  private sums = new Map<number, number[]>();

  constructor(private readonly axis: TimeAxis) {
    this.widthMs = axis.widthMs;
  }

  /** Adds to the numbers of the bucket in which `time` is, by their places. */
  add(time: number, place: number, amount: number): void {
    this.fit();
    addTo(this.sums, this.axis.bucketOf(time), place, amount);
  }

  addAll(other: Series): void {
    this.fit();
    for (const [bucket, numbers] of other.points()) {
      for (const [place, amount] of numbers.entries()) addTo(this.sums, bucket, place, amount);
    }
  }

  /** In the order of time; a place to which nothing was added is undefined or 0. */
  points(): (readonly [bucket: number, numbers: readonly number[]])[] {
    this.fit();
    return [...this.sums].sort(([a], [b]) => a - b);
  }

  /** Has the buckets as wide as the axis has become. */
  private fit(): void {
    const { widthMs } = this.axis;
    if (this.widthMs === widthMs) return;
    const wider = new Map<number, number[]>();
    for (const [bucket, numbers] of this.sums) {
      const inside = Math.floor((bucket * this.widthMs) / widthMs);
      for (const [place, amount] of numbers.entries()) addTo(wider, inside, place, amount);
    }
    this.sums = wider;
    this.widthMs = widthMs;
  }
}

function addTo(sums: Map<number, number[]>, bucket: number, place: number, amount: number | undefined): void {
  let numbers = sums.get(bucket);
  if (numbers === undefined) {
    numbers = [];
    sums.set(bucket, numbers);
  }
  while (numbers.length <= place) numbers.push(0);
  numbers[place]! += amount ?? 0;
}
