import { Collector } from '../collect.js';
import { naturalOrder } from '../compare.js';
import type { Reader } from '../row.js';
import type { Command } from '../syntax.js';
import type { Value } from '../value.js';
import type { Pipeline } from './pipeline.js';

/** `sort`, `dedup` and `limit`: which rows of a stage are kept, and in which order. */
export class Ordering {
  private keys: { readonly read: Reader; readonly descending: boolean; readonly isTime: boolean }[] = [];
  private distinct: readonly Reader[] | undefined;

  /** Whether the first stage keeps the newest events, whatever else is in them. */
  isNewestFirst = false;

  constructor(private readonly pipeline: Pipeline) {}

  /** Whether rows were asked for in an order that nothing has brought them into yet. */
  get isOpen(): boolean {
    return this.keys.length > 0 || this.distinct !== undefined;
  }

  sort(command: Command & { kind: 'sort' }): void {
    const keys = command.keys.map(({ expression, descending }) => ({
      read: this.pipeline.compileSortKey(expression),
      descending,
      isTime: this.pipeline.isTime(expression),
    }));
    // A later sort decides first, and leaves what is equal in the order it had.
    this.keys = [...keys, ...this.keys];
  }

  dedup(command: Command & { kind: 'dedup' }): void {
    this.distinct = command.keys.map((key) => this.pipeline.compile(key));
  }

  /** Ends the stage with the first, the last or any `count` of its rows. */
  limit(count: number, which: 'first' | 'any' | 'last'): void {
    const { pipeline, keys } = this;
    // Rows that are equal in all else stand in the order of time.
    if (pipeline.hasEvents) pipeline.events.usesTime = true;
    const isByTime = keys[0] === undefined || (keys[0].isTime && keys[0].descending);
    const isNewestFirst = pipeline.isFirstStage && which === 'first' && isByTime;
    this.isNewestFirst ||= isNewestFirst;
    const collector = new Collector(
      {
        count: Number.isFinite(count) ? count : 2 ** 31,
        compare: keys.length > 0 ? (a, b) => compareKeys(a, b, keys) : undefined,
        sortKeys: keys.map(({ read }) => read),
        dedup: this.distinct,
        which,
        newestFirst: pipeline.isFirstStage,
        isNewestFirst,
      },
      { keep: (row) => pipeline.keep(row), settle: (row) => pipeline.settle(row) },
    );
    pipeline.endStage((row) => collector.add(row), {
      nextEvent: (arrival) => collector.nextEvent(arrival),
      settle: () => collector.settle(),
      isFull: () => collector.isFull,
      parts: pipeline.hasEvents && which !== 'any' && count <= MOST_IN_PARTS ? collector : undefined,
      finish: () => collector.finish(),
    });
    this.keys = [];
    this.distinct = undefined;
  }
}

/** Rows are kept in each thread: of 10,000 with their messages two threads take 137 MB, and one takes 120 MB. */
const MOST_IN_PARTS = 1000;

function compareKeys(
  a: readonly Value[],
  b: readonly Value[],
  keys: readonly { readonly descending: boolean }[],
): number {
  for (let index = 0; index < keys.length; index++) {
    const order = naturalOrder(a[index], b[index]);
    if (order !== 0) return keys[index]!.descending ? -order : order;
  }
  return 0;
}
