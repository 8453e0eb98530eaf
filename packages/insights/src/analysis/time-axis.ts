const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each is a multiple of the one before, so that buckets of one become buckets of the next. */
const WIDTHS = [
  ...[1, 5, 10, 30].map((count) => count * SECOND),
  ...[1, 5, 10, 30].map((count) => count * MINUTE),
  ...[1, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 7, 28, 364, 3640, 36_400, 364_000].map((count) => count * DAY),
];

/** Buckets of time as wide as they must be for the whole log to have no more than `most` of them. */
export class TimeAxis {
  private level = 0;
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly most: number) {}

  get widthMs(): number {
    return WIDTHS[this.level]!;
  }

  get period(): { readonly from: number; readonly to: number } | undefined {
    return this.first > this.last ? undefined : { from: this.first, to: this.last };
  }

  /** Makes room for a moment, which may widen the buckets. */
  cover(time: number): void {
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    while (
      this.bucketOf(this.last) - this.bucketOf(this.first) >= this.most &&
      this.level < WIDTHS.length - 1
    ) {
      this.level++;
    }
  }

  bucketOf(time: number): number {
    return Math.floor(time / this.widthMs);
  }
}
