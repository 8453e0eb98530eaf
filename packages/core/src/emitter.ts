/** The place of a handler among those of the same pattern. */
export type Order = 'first' | 'last';

interface Registration<Handler> {
  readonly pattern: string;
  readonly parts: readonly string[];
  readonly handler: Handler;
  readonly id: string | undefined;
  readonly rank: number;
}

/**
 * Which handlers an event reaches, in which order: botocore's hierarchical emitter.
 *
 * A pattern is a dotted prefix of event names; `*` is exactly one part. Of two patterns, the one with a star at the
 * first differing part is called first, otherwise the longer. Within one pattern: `first`, then those without an
 * order, then `last`, each as registered.
 */
export class Emitter<Handler> {
  #registrations: readonly Registration<Handler>[] = [];
  readonly #lookups = new Map<string, readonly Handler[]>();

  /** True if no handler is registered. */
  empty = true;

  /** @returns the undo. If `id` is already registered, under any pattern, nothing is registered and the undo does nothing. */
  add(pattern: string, handler: Handler, id?: string, order?: Order): () => void {
    if (id !== undefined && this.#registrations.some((other) => other.id === id)) return () => {};
    const rank = order === 'first' ? 0 : order === 'last' ? 2 : 1;
    const registration = { pattern, parts: pattern.split('.'), handler, id, rank };
    this.#change([...this.#registrations, registration].sort(inCallingOrder));
    return () => this.#change(this.#registrations.filter((other) => other !== registration));
  }

  /** The handlers of an event. The array never changes: adding and removing handlers applies from the next event. */
  lookup(eventName: string): readonly Handler[] {
    const known = this.#lookups.get(eventName);
    if (known !== undefined) return known;
    const parts = eventName.split('.');
    const found = this.#registrations
      .filter((each) => matches(each.parts, parts))
      .map((each) => each.handler);
    this.#lookups.set(eventName, found);
    return found;
  }

  #change(registrations: readonly Registration<Handler>[]): void {
    this.#registrations = registrations;
    this.#lookups.clear();
    this.empty = registrations.length === 0;
  }
}

function matches(pattern: readonly string[], name: readonly string[]): boolean {
  return pattern.length <= name.length && pattern.every((part, i) => part === '*' || part === name[i]);
}

function inCallingOrder(a: Registration<unknown>, b: Registration<unknown>): number {
  for (let i = 0; i < Math.min(a.parts.length, b.parts.length); i++) {
    const [x, y] = [a.parts[i]!, b.parts[i]!];
    if (x !== y) return x === '*' ? -1 : y === '*' ? 1 : x < y ? -1 : 1;
  }
  return b.parts.length - a.parts.length || a.rank - b.rank;
}
