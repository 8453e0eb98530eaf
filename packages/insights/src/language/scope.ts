import { DiscoveredFields, traceOf } from './discovered.js';
import { isRaw, type RawEvent } from './event.js';
import { valueAt } from './json-fields.js';
import { type Origin, originOf, UNKNOWN } from './needles.js';
import type { Reader, Row } from './row.js';

/** Names and where their values are. */
export interface Scope {
  /** How to read a name; undefined where it cannot be anything. */
  reader(name: string): Reader | undefined;
  column(text: string): Reader | undefined;
  define(name: string, origin: Origin): number;
  origin(name: string): Origin;
}

/** Names of this part of a query, and paths into what they mean. */
class Names {
  private readonly slots = new Map<string, number>();

  define(name: string, slot: number): void {
    this.slots.set(name, slot);
  }

  /** A name, or a path into the map or list that a name is. */
  reader(name: string): Reader | undefined {
    const slot = this.slots.get(name);
    if (slot !== undefined) return (row) => row.values[slot];
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      const place = this.slots.get(name.slice(0, dot));
      if (place === undefined) continue;
      const path = name.slice(dot + 1);
      return (row) => valueAt(row.values[place], path);
    }
    return undefined;
  }
}

export class EventScope implements Scope {
  private readonly names = new Names();
  private readonly origins = new Map<string, Origin>();
  private readonly discovered = new DiscoveredFields(() => this.size++);
  private usesMessage = false;
  usesTime = false;
  size = 0;

  reader(name: string): Reader {
    const known = this.names.reader(name);
    if (known) return known;
    this.usesMessage ||= name.startsWith('@');
    this.usesTime ||= name === '@timestamp';
    return this.discovered.reader(name);
  }

  /** Whether a name is when events happened, and nothing that the query called so. */
  isTime(name: string): boolean {
    return name === '@timestamp' && this.names.reader(name) === undefined;
  }

  column(): undefined {
    return undefined;
  }

  define(name: string, origin: Origin): number {
    const slot = this.size++;
    this.names.define(name, slot);
    this.origins.set(name, origin);
    return slot;
  }

  origin(name: string): Origin {
    return this.origins.get(name) ?? (this.names.reader(name) ? UNKNOWN : originOf(traceOf(name)));
  }

  /** A copy of a row that outlives its event, once it is settled. */
  keep(row: Row): Row {
    const { event, scanned } = row;
    const isBytes = isRaw(event!);
    const kept = { event: isBytes ? new KeptEvent(event) : event, values: row.values.slice(), scanned };
    if (!isBytes) this.take(kept);
    return kept;
  }

  /** Makes a kept row one that needs no bytes. */
  settle(row: Row): void {
    if (isRaw(row.event!)) this.take(row);
  }

  /** Takes out of the event of a row what will be asked of it. */
  private take(row: Row): void {
    if (!row.scanned) this.discovered.load(row);
    const { timestamp, logStream, log, ingestionTime } = row.event!;
    // Most of the memory of an event is its message, which most queries do not show.
    const message = this.usesMessage ? row.event!.message : '';
    row.event = { timestamp, message, logStream, log, ingestionTime };
  }
}

/** An event by itself, where the source goes on to use the same object for others. */
class KeptEvent implements RawEvent {
  readonly timestamp: number;
  readonly logStream: string | undefined;
  readonly log: string | undefined;
  readonly ingestionTime: number | undefined;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;

  constructor(event: RawEvent) {
    this.timestamp = event.timestamp;
    this.logStream = event.logStream;
    this.log = event.log;
    this.ingestionTime = event.ingestionTime;
    const { bytes, start, end } = event.raw;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  get raw(): RawEvent['raw'] {
    return this;
  }

  get message(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }
}

export class RowScope implements Scope {
  /** The beginning of the period that a row is of, where rows are grouped by one. */
  time: Reader | undefined;
  private readonly names = new Names();
  private readonly byText = new Map<string, number>();
  private size = 0;

  reader(name: string): Reader | undefined {
    return this.names.reader(name);
  }

  column(text: string): Reader | undefined {
    const slot = this.byText.get(normalized(text));
    return slot === undefined ? undefined : (row) => row.values[slot];
  }

  define(name: string): number {
    const slot = this.size++;
    this.names.define(name, slot);
    this.byText.set(normalized(name), slot);
    return slot;
  }

  /** A column that shows a field: it is called by the field's name and by how the query writes that. */
  defineField(name: string, text: string): void {
    this.names.define(name, this.define(text));
  }

  origin(): Origin {
    return UNKNOWN;
  }
}

/** Columns are called by their text, whatever its case and blanks. */
function normalized(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}
