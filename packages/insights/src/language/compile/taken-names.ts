import { QuerySyntaxError } from '../errors.js';
import { closest } from '../names.js';
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

  /** What `name` was probably meant to be: a similar name, or the column of the aggregate that is called so. */
  meantBy(name: string): string | undefined {
    const isOf = (column: string) => column.toLowerCase().startsWith(`${name.toLowerCase()}(`);
    return [...this.names].find(isOf) ?? closest(name, this.names);
  }
}
