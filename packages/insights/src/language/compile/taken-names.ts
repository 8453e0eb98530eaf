import { QuerySyntaxError } from '../errors.js';
import type { Name } from '../syntax.js';

/** The names that a query has given a meaning to. As on the service, none of them can be given another. */
export class TakenNames {
  private readonly names = new Set<string>();

  constructor(private readonly query: string) {}

  /** Gives a name to something new. */
  claim({ text, start }: Name): void {
    if (this.names.has(text)) {
      throw new QuerySyntaxError(
        this.query,
        start,
        `\`${text}\` has a meaning already, and a name has only one.`,
        ['another name'],
      );
    }
    this.names.add(text);
  }

  /** Shows something under the name that it has. */
  show(name: string): void {
    this.names.add(name);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.names.values();
  }
}
