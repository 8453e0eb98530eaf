import type { Accumulator, Gathered } from './aggregates.js';
import { owned } from './owned.js';
import { fromPortable, type Portable, portable } from './portable.js';
import type { Reader, Row } from './row.js';
import { numberOf, Structure, Timestamp, type Value } from './value.js';

/** An aggregate of a `stats` command, ready to be counted for each group. */
export type Measure = { readonly read: Reader; readonly create: () => Accumulator };

/** What tells a group from all others. */
type Key = string | number | undefined;

type Group = { readonly keys: readonly Value[]; readonly accumulators: readonly Accumulator[] };

/** A group as it goes from one thread to another. */
type GatheredGroup = {
  readonly key: Portable;
  readonly keys: readonly Portable[];
  readonly accumulators: readonly Gathered[];
};

/** Gathers rows into groups; memory is for the groups, not for the rows. */
export class Grouping {
  private readonly byKey = new Map<Key, Group>();
  /** Groups of one number, once they are known: its text need not be made for each row. */
  private readonly byNumber = new Map<number, Group>();
  private last: Group | undefined;
  private lastKey: Key;

  constructor(
    private readonly keys: readonly Reader[],
    private readonly measures: readonly Measure[],
    /** When the row happened, for the aggregates that ask for it. */
    private readonly time: Reader | undefined,
    /** Whether there may be many groups. */
    readonly isLarge: boolean,
  ) {}

  add(row: Row): void {
    const { accumulators } = this.groupOf(row);
    const timestamp = this.time && numberOf(this.time(row));
    for (let index = 0; index < accumulators.length; index++) {
      accumulators[index]!.add(this.measures[index]!.read(row), timestamp);
    }
  }

  /** In the order in which they appeared. */
  groups(): { readonly keys: readonly Value[]; readonly results: readonly Value[] }[] {
    return [...this.byKey.values()].map(({ keys, accumulators }) => ({
      keys,
      results: accumulators.map((accumulator) => accumulator.result()),
    }));
  }

  /** Whether rows can be gathered in parts, by other groupings like this one. */
  get isDivisible(): boolean {
    return this.measures.every(({ create }) => create().gathered !== undefined);
  }

  gathered(): readonly GatheredGroup[] {
    return [...this.byKey].map(([key, { keys, accumulators }]) => ({
      key,
      keys: keys.map(portable),
      accumulators: accumulators.map((accumulator) => accumulator.gathered!()),
    }));
  }

  /** Takes what another grouping gathered from later rows. */
  absorb(groups: readonly GatheredGroup[]): void {
    for (const { key, keys, accumulators } of groups) {
      const known = this.byKey.get(key as Key) ?? this.newGroup(key as Key, keys.map(fromPortable));
      for (const [index, each] of accumulators.entries()) known.accumulators[index]!.absorb!(each);
    }
  }

  private groupOf(row: Row): Group {
    const { keys } = this;
    if (keys.length !== 1) return this.groupWith(this.textOfKeys(row), row);
    const value = keys[0]!(row);
    if (typeof value !== 'number') return this.groupWith(identity(value), row);
    let group = this.byNumber.get(value);
    if (!group) {
      group = this.groupWith(identity(value), row);
      this.byNumber.set(value, group);
    }
    return group;
  }

  /** Undefined: there is no key, and one group. */
  private textOfKeys(row: Row): string | undefined {
    const { keys } = this;
    if (keys.length === 0) return undefined;
    let text = '';
    for (const read of keys) {
      const part = identity(read(row));
      text +=
        part === undefined ? '\u0001\u0000' : `${typeof part === 'number' ? '\u0002' : ''}${part}\u0000`;
    }
    return text;
  }

  private groupWith(key: Key, row: Row): Group {
    // Rows that follow each other are often of one group.
    if (this.last === undefined || key !== this.lastKey) {
      this.last = this.byKey.get(key) ?? this.newGroup(key, this.valuesOfKeys(row));
      this.lastKey = key;
    }
    return this.last;
  }

  private valuesOfKeys(row: Row): Value[] {
    return this.keys.map((read) => ownedValue(read(row)));
  }

  private newGroup(key: Key, keys: readonly Value[]): Group {
    const group = {
      keys,
      accumulators: this.measures.map(({ create }) => create()),
    };
    this.byKey.set(typeof key === 'string' ? owned(key) : key, group);
    return group;
  }
}

/** Values that are shown alike are one group, instants by number; maps and lists cannot be grouped by and count as missing. */
function identity(value: Value): Key {
  if (typeof value === 'string') return value;
  if (value === undefined || value instanceof Structure) return undefined;
  if (value instanceof Timestamp) return value.ms;
  return typeof value === 'number' ? String(value) : value ? '1' : '0';
}

function ownedValue(value: Value): Value {
  if (value instanceof Structure) return undefined;
  return typeof value === 'string' ? owned(value) : value;
}
