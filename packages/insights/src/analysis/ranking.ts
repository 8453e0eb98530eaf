/**
 * Values by keys, of which the heaviest are kept: with twice as many as `most`, the lighter half goes to `merge`. A key
 * that comes back afterwards begins anew, so that no count is too high.
 */
export class Ranking<Value> {
  private readonly values = new Map<string, Value>();
  /** How many keys were merged. */
  merged = 0;

  constructor(
    private readonly most: number,
    private readonly weigh: (value: Value) => number,
    private readonly merge: (value: Value) => void = () => {},
  ) {}

  /** The value of a key; the first time it is what `make` makes. */
  at(key: string, make: () => Value): Value {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    if (this.values.size >= this.most * 2) this.prune(this.most);
    const made = make();
    this.values.set(key, made);
    return made;
  }

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  /** At most `most` values, the heaviest first. */
  top(most = this.most): Value[] {
    this.prune(most);
    return this.heaviest().map(([, value]) => value);
  }

  private prune(most: number): void {
    for (const [key, value] of this.heaviest().slice(most)) {
      this.values.delete(key);
      this.merged++;
      this.merge(value);
    }
  }

  private heaviest(): [string, Value][] {
    return [...this.values].sort(([, a], [, b]) => this.weigh(b) - this.weigh(a));
  }
}
