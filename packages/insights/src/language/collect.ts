import type { Reader, Row } from './row.js';
import { display, Structure, type Value } from './value.js';

/** What to keep of many rows. */
export type Collection = {
  readonly count: number;
  /** Compares two rows by their keys; 0 leaves it to where they come from. */
  readonly compare: ((a: readonly Value[], b: readonly Value[]) => number) | undefined;
  readonly sortKeys: readonly Reader[];
  /** Of rows with the same values here only the first in order is kept. */
  readonly dedup: readonly Reader[] | undefined;
  /** Which of them: `any` stops as soon as there are enough. */
  readonly which: 'first' | 'any' | 'last';
  /** Whether later events come first where nothing else decides; else rows stay as they came. */
  readonly newestFirst: boolean;
};

type Kept = {
  readonly row: Row;
  readonly keys: readonly Value[];
  readonly timestamp: number;
  /** Which event, in order of arrival, and which row of it. */
  readonly arrival: number;
  readonly part: number;
};

/**
 * Keeps the first rows in order, in memory for little more than these: every now and then it sorts what it
 * has and lets go of what can no longer be among them.
 */
export class Collector {
  private rows: Kept[] = [];
  private byKey = new Map<string, Kept>();
  private worst: Kept | undefined;
  private arrival = 0;
  private part = 0;
  private nulls = 0;

  constructor(
    private readonly collection: Collection,
    private readonly snapshot: (row: Row) => Row,
  ) {}

  /** Enough rows, whatever comes. */
  get isFull(): boolean {
    return this.collection.which === 'any' && this.size >= this.collection.count;
  }

  /** Tells that the rows that follow come from another event. */
  nextEvent(): void {
    this.arrival++;
    this.part = 0;
  }

  add(row: Row): void {
    if (this.isFull) return;
    const { sortKeys, dedup, count } = this.collection;
    const candidate: Kept = {
      row,
      keys: sortKeys.map((read) => read(row)),
      timestamp: row.event?.timestamp ?? Number.NEGATIVE_INFINITY,
      arrival: this.arrival,
      part: this.part++,
    };
    if (this.worst && this.compare(candidate, this.worst) > 0) return;
    if (dedup) {
      const key = this.keyOf(dedup, row);
      const known = this.byKey.get(key);
      if (known && this.compare(known, candidate) <= 0) return;
      this.byKey.set(key, { ...candidate, row: this.snapshot(row) });
    } else {
      this.rows.push({ ...candidate, row: this.snapshot(row) });
    }
    if (this.size >= Math.max(2 * count, LEAST_TO_SORT)) this.prune();
  }

  finish(): Row[] {
    this.prune();
    const rows = (this.collection.dedup ? [...this.byKey.values()] : this.rows).map(({ row }) => row);
    // The last rows were kept as the first of the reversed order.
    return this.collection.which === 'last' ? rows.reverse() : rows;
  }

  private get size(): number {
    return this.collection.dedup ? this.byKey.size : this.rows.length;
  }

  private prune(): void {
    const { count, dedup } = this.collection;
    if (dedup) {
      const best = [...this.byKey].sort(([, a], [, b]) => this.compare(a, b)).slice(0, count);
      this.byKey = new Map(best);
      if (best.length === count) this.worst = best[count - 1]![1];
    } else {
      this.rows.sort((a, b) => this.compare(a, b));
      if (this.rows.length > count) this.rows.length = count;
      if (this.rows.length === count) this.worst = this.rows[count - 1];
    }
  }

  private compare(a: Kept, b: Kept): number {
    const order = this.order(a, b);
    return this.collection.which === 'last' ? -order : order;
  }

  private order(a: Kept, b: Kept): number {
    const { compare, newestFirst } = this.collection;
    const byKeys = compare?.(a.keys, b.keys) ?? 0;
    if (byKeys !== 0) return byKeys;
    if (newestFirst && a.timestamp !== b.timestamp) return b.timestamp - a.timestamp;
    if (a.arrival !== b.arrival) return newestFirst ? b.arrival - a.arrival : a.arrival - b.arrival;
    return a.part - b.part;
  }

  /** Rows in which a key is missing are all kept. */
  private keyOf(dedup: readonly Reader[], row: Row): string {
    const values = dedup.map((read) => read(row));
    if (values.some((value) => value === undefined || value instanceof Structure))
      return `\u0001${this.nulls++}`;
    return values.map((value) => display(value)).join('\u0000');
  }
}

const LEAST_TO_SORT = 1024;
