import { isAscii } from 'node:buffer';
import type { EventVisitor, RawEvent, Requirement } from '../language/event.js';
import { frequenciesIn, Search } from './search.js';
import { LONGEST_TIMESTAMP, looksDated, parseTimestamp, timeOfLine, timestampLength } from './timestamps.js';

/** How a line begins an event: where its parts are. Undefined: the line belongs to the event before it. */
export type Head = {
  /** Undefined: that of the line before it. */
  readonly time: number | undefined;
  readonly stream: string | undefined;
  readonly message: number;
};
export type ReadHead = (bytes: Buffer, start: number, end: number) => Head | undefined;

/** Finds the events in blocks of bytes, looking closely only at those that could match. */
export class LineScanner {
  private readonly event: LineEvent;
  private search: Search | undefined;

  constructor(
    private readonly visitor: EventVisitor,
    source: { readonly logStream: string; readonly log: string | undefined; readonly time: number },
    /** For files in which each event has a head; without it each line is an event and its message. */
    private readonly readHead: ReadHead | undefined,
  ) {
    this.event = new LineEvent(source);
  }

  /**
   * Lines before the first one that says when it was written are taken to be as old as that one: `head`, the
   * beginning of the file, has it, or the file's own time has to do.
   */
  startAt(head: Buffer): void {
    if (this.visitor.needsTime) this.event.startAt(head);
  }

  /** Looks through whole lines, and says how many bytes of them were whole events; -1: no more are wanted. */
  scan(block: Buffer, isLast: boolean): number {
    const end = isLast || !this.readHead ? block.length : this.lastHead(block);
    const region = block.subarray(0, end);
    this.event.enter(region, isAscii(region));
    if (this.visitor.requirements.length > 0) this.search ??= rarest(this.visitor.requirements, region);
    const wanted = this.search ? this.scanFound(region, this.search) : this.scanAll(region);
    this.visitor.scanned(this.count(region), region.length);
    if (this.visitor.needsTime) this.event.leave();
    return wanted ? end : -1;
  }

  private scanAll(region: Buffer): boolean {
    for (let start = 0; start < region.length; ) {
      const end = this.eventEnd(region, start);
      if (!this.visit(start, end)) return false;
      start = end + 1;
    }
    return true;
  }

  private scanFound(region: Buffer, search: Search): boolean {
    search.begin(region);
    for (let place = search.next(0); place < region.length; ) {
      const start = this.eventStart(region, place);
      const end = this.eventEnd(region, start);
      if (!this.visit(start, end)) return false;
      place = search.next(end);
    }
    return true;
  }

  private visit(start: number, end: number): boolean {
    if (!this.readHead) {
      const messageEnd = trimmedEnd(this.event.bytes, start, end);
      if (messageEnd === start) return true;
      this.event.point(start, messageEnd, undefined);
      return this.visitor.visit(this.event);
    }
    const head = this.readHead(this.event.bytes, start, end);
    if (!head) return true;
    this.event.point(head.message, trimmedEnd(this.event.bytes, head.message, end), head);
    return this.visitor.visit(this.event);
  }

  private eventStart(region: Buffer, place: number): number {
    let start = lineStart(region, place);
    while (this.readHead && start > 0 && !this.readHead(region, start, lineEnd(region, start))) {
      start = lineStart(region, start - 1);
    }
    return start;
  }

  private eventEnd(region: Buffer, start: number): number {
    let end = lineEnd(region, start);
    while (this.readHead && end + 1 < region.length) {
      const next = lineEnd(region, end + 1);
      if (this.readHead(region, end + 1, next)) break;
      end = next;
    }
    return end;
  }

  /** Where the last event of the block begins, which the next block may go on with. */
  private lastHead(block: Buffer): number {
    let start = lineStart(block, block.length - 1);
    while (start > 0 && !this.readHead!(block, start, lineEnd(block, start)))
      start = lineStart(block, start - 1);
    return start;
  }

  private count(region: Buffer): number {
    let count = 0;
    for (let start = 0; start < region.length; ) {
      const end = lineEnd(region, start);
      if (this.readHead ? this.readHead(region, start, end) : end > start) count++;
      start = end + 1;
    }
    return count;
  }
}

/** Of what must hold for an event, what holds for fewest of the first ones. */
function rarest(requirements: readonly Requirement[], region: Buffer): Search {
  const sample = region.subarray(0, SAMPLE);
  const frequencies = frequenciesIn(sample);
  const searches = requirements.map((requirement) => new Search(requirement, frequencies));
  const counts = searches.map((search) => occurrences(sample, search));
  return searches[counts.indexOf(Math.min(...counts))]!;
}

const SAMPLE = 1 << 18;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** The event a scanner points at: one object for all of them, which reads only what it is asked for. */
class LineEvent implements RawEvent {
  bytes: Buffer = Buffer.alloc(0);
  private encoding: 'latin1' | 'utf8' = 'utf8';
  start = 0;
  end = 0;
  private head: Head | undefined;
  private text: string | undefined;
  /** For lines that do not say when they were written: the last time found, and up to where was looked. */
  private lastTime: number;
  private lookedUpTo = 0;

  constructor(
    private readonly source: {
      readonly logStream: string;
      readonly log: string | undefined;
      readonly time: number;
    },
  ) {
    this.lastTime = source.time;
  }

  get message(): string {
    this.text ??= this.bytes.toString(this.encoding, this.start, this.end);
    return this.text;
  }

  get raw(): { readonly bytes: Buffer; readonly start: number; readonly end: number } {
    return this;
  }

  get timestamp(): number {
    if (this.head?.time !== undefined) return this.head.time;
    const own = timeOfLine(this.bytes, this.start, this.end);
    if (own !== undefined) return own;
    this.look(this.start);
    return this.lastTime;
  }

  get logStream(): string {
    return this.head?.stream ?? this.source.logStream;
  }

  get log(): string | undefined {
    return this.source.log;
  }

  get ingestionTime(): undefined {
    return undefined;
  }

  point(start: number, end: number, head: Head | undefined): void {
    this.start = start;
    this.end = end;
    this.head = head;
    this.text = undefined;
  }

  startAt(head: Buffer): void {
    for (let start = 0; start < head.length; ) {
      const end = lineEnd(head, start);
      const time = timeOfLine(head, start, end);
      if (time !== undefined) {
        this.lastTime = time;
        return;
      }
      start = end + 1;
    }
  }

  /** Bytes that are ASCII need no decoding, only copying. */
  enter(bytes: Buffer, isAscii: boolean): void {
    this.bytes = bytes;
    this.encoding = isAscii ? 'latin1' : 'utf8';
    this.lookedUpTo = 0;
  }

  /** Remembers for the next bytes what time it was at the end of these. */
  leave(): void {
    this.look(this.bytes.length);
  }

  /** Goes back from `place` to the last line with a time, but not over lines it has looked at before. */
  private look(place: number): void {
    for (let end = place - 1; end > this.lookedUpTo; ) {
      const start = lineStart(this.bytes, end - 1);
      const time = timeOfLine(this.bytes, start, end);
      if (time !== undefined) {
        this.lastTime = time;
        break;
      }
      end = start - 1;
    }
    this.lookedUpTo = Math.max(this.lookedUpTo, place);
  }
}

/**
 * `<time> <message>`, or `<time> <log stream> <message>`. A line of a retry is an event wherever it stands: what collects
 * logs may have put times on the lines of others alone.
 */
export function headReader(hasStream: boolean): ReadHead {
  return (bytes, start, end) => {
    if (!looksDated(bytes, start, end)) {
      return isRetryLine(bytes, start, end)
        ? { time: undefined, stream: undefined, message: start }
        : undefined;
    }
    const prefix = bytes.toString('latin1', start, Math.min(end, start + LONGEST_TIMESTAMP));
    const length = timestampLength(prefix);
    if (!isBlank(bytes[start + length])) return undefined;
    const time = parseTimestamp(prefix.slice(0, length));
    if (time === undefined) return undefined;
    const rest = Math.min(start + length + 1, end);
    if (!hasStream) return { time, stream: undefined, message: rest };
    const blank = bytes.indexOf(0x20, rest);
    const streamEnd = blank < 0 || blank > end ? end : blank;
    return { time, stream: bytes.toString('utf8', rest, streamEnd), message: Math.min(streamEnd + 1, end) };
  };
}

function isRetryLine(bytes: Buffer, start: number, end: number): boolean {
  return bytes[start] === LETTER_N && RETRY_LINE.test(bytes.toString('latin1', start, end));
}

const LETTER_N = 0x6e;
const RETRY_LINE = /^needs-retry(?:\.[\w-]+){2}\|increment\|count=\d+\r?$/m;

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

function occurrences(sample: Buffer, search: Search): number {
  let count = 0;
  search.begin(sample);
  for (let place = search.next(0); place < sample.length; place = search.next(place + 1)) count++;
  return count;
}

function lineStart(region: Buffer, place: number): number {
  let start = place;
  while (start > 0 && region[start - 1] !== NEWLINE) start--;
  return start;
}

function lineEnd(region: Buffer, start: number): number {
  const end = region.indexOf(NEWLINE, start);
  return end < 0 ? region.length : end;
}

function trimmedEnd(bytes: Buffer, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && (bytes[trimmed - 1] === RETURN || bytes[trimmed - 1] === NEWLINE)) trimmed--;
  return trimmed;
}
