import { DiscoveredFields } from '../language/discovered.js';
import type { LogEvent } from '../language/event.js';
import type { Reader, Row } from '../language/row.js';
import { numberOf, Structure, textOf } from '../language/value.js';

/** Reads fields of events as the queries of the catalogue do, so that both see the same. */
export class Fields {
  private readonly row: Row = { event: undefined, values: [], scanned: false };
  private readonly discovered = new DiscoveredFields(() => this.row.values.push(undefined) - 1);
  private readonly readers = new Map<string, Reader>();

  /** `names` are those that will be asked for: a document is read once for all of them. */
  constructor(names: readonly string[]) {
    for (const name of names) this.readers.set(name, this.discovered.reader(name));
  }

  pointAt(event: LogEvent): void {
    this.row.event = event;
    this.row.scanned = false;
  }

  text(name: string): string | undefined {
    const text = textOf(this.read(name));
    return text === '' ? undefined : text;
  }

  number(name: string): number | undefined {
    return numberOf(this.read(name));
  }

  /** One number or several, as a metric has them. */
  numbers(name: string): readonly number[] {
    const value = this.read(name);
    if (value instanceof Structure) {
      return Array.isArray(value.json) ? value.json.filter((each) => Number.isFinite(each)) : [];
    }
    const number = numberOf(value);
    return number === undefined ? [] : [number];
  }

  private read(name: string) {
    return this.readers.get(name)!(this.row);
  }
}
