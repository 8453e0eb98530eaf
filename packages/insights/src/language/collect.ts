import type { LogEvent } from './event.js';
import { fromPortable, type Portable, portable } from './portable.js';
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
  /** Whether the time alone decides between two events of different times. */
  readonly isNewestFirst: boolean;
};

/** How a row is kept for longer than its event: copied cheaply at first, and settled if it is still wanted. */
export type Keeping = { readonly keep: (row: Row) => Row; readonly settle: (row: Row) => void };

type Kept = {
  row: Row;
  readonly keys: readonly Value[];
  readonly timestamp: number;
  /** Which event, in order of arrival, and which row of it. */
  readonly arrival: number;
  readonly part: number;
};

/** A row as it goes from one thread to another. */
type GatheredRow = Omit<Kept, 'row' | 'keys'> & {
  readonly event: LogEvent;
  readonly values: readonly Portable[];
  readonly keys: readonly Portable[];
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
  private unsettled = 0;
  /** So many rows, from the first, are known to need no bytes. */
  private settled = 0;
  private nulls = 0;

  constructor(
    private readonly collection: Collection,
    private readonly keeping: Keeping,
  ) {}

  /** Enough rows, whatever comes. */
  get isFull(): boolean {
    return this.collection.which === 'any' && this.size >= this.collection.count;
  }

  /** Tells that the rows that follow come from another event. */
  nextEvent(arrival: number): void {
    this.arrival = arrival;
    this.part = 0;
  }

  add(row: Row): void {
    if (this.isFull) return;
    const { sortKeys, isNewestFirst } = this.collection;
    const timestamp = row.event?.timestamp ?? Number.NEGATIVE_INFINITY;
    // Nothing else needs to be read of most events.
    if (isNewestFirst && this.worst && timestamp < this.worst.timestamp) return;
    const candidate: Kept = {
      row,
      keys: sortKeys.map((read) => read(row)),
      timestamp,
      arrival: this.arrival,
      part: this.part++,
    };
    this.keep(candidate);
  }

  private keep(candidate: Kept): void {
    const { dedup, count } = this.collection;
    if (this.worst && this.compare(candidate, this.worst) > 0) return;
    if (dedup) {
      const key = this.keyOf(dedup, candidate.row);
      const known = this.byKey.get(key);
      if (known && this.compare(known, candidate) <= 0) return;
      candidate.row = this.keeping.keep(candidate.row);
      this.keeping.settle(candidate.row);
      this.byKey.set(key, candidate);
    } else {
      candidate.row = this.keeping.keep(candidate.row);
      this.unsettled++;
      this.rows.push(candidate);
    }
    if (this.size >= Math.max(2 * count, LEAST_TO_SORT)) this.prune();
  }

  /** Before the bytes of events go: what may be among the first is made a row that needs none. */
  settle(): void {
    if (this.unsettled === 0) return;
    if (this.rows.length > this.collection.count) this.prune();
    for (let index = this.settled; index < this.rows.length; index++)
      this.keeping.settle(this.rows[index]!.row);
    this.settled = this.rows.length;
    this.unsettled = 0;
  }

  /** What is kept, once it is settled, as it goes from one thread to another. */
  gathered(): readonly GatheredRow[] {
    this.prune();
    return this.kept.map(({ row, keys, ...place }) => ({
      event: row.event!,
      values: row.values.map(portable),
      keys: keys.map(portable),
      ...place,
    }));
  }

  /** Takes what another collector kept of later events, whose numbers of arrival begin at `first`. */
  absorb(rows: readonly GatheredRow[], first: number): void {
    for (const { event, values, keys, arrival, ...place } of rows) {
      const row = { event, values: values.map(fromPortable), scanned: true };
      this.keep({ row, keys: keys.map(fromPortable), arrival: first + arrival, ...place });
    }
  }

  finish(): Row[] {
    this.prune();
    const rows = this.kept.map(({ row }) => row);
    // The last rows were kept as the first of the reversed order.
    return this.collection.which === 'last' ? rows.reverse() : rows;
  }

  private get kept(): readonly Kept[] {
    return this.collection.dedup ? [...this.byKey.values()] : this.rows;
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
      this.settled = 0;
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

const LEAST_TO_SORT = 128;
