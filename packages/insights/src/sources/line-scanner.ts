import { isAscii } from 'node:buffer';
import type { EventVisitor, RawEvent, Requirement } from '../language/event.js';
import { EventPlaces } from './event-places.js';
import type { Inspection } from './inspection.js';
import type { Body, Head, LineShape } from './line-shapes.js';
import { frequenciesIn, Search } from './search.js';
import { timeOfLine } from './timestamps.js';

/** Finds the events in blocks of bytes, looking closely only at those that could match. */
export class LineScanner {
  private readonly event: LineEvent;
  /** Undefined until the first block is seen; null: nothing is worth looking for. */
  private search: Search | null | undefined;
  /** The events of a block that are handed over from the last on. */
  private readonly held = new EventPlaces();

  constructor(
    private readonly visitor: EventVisitor,
    source: Source,
    /** For files in which each event has a head; without it each line is an event and its message. */
    private readonly shape: LineShape | undefined,
    private readonly inspection: Inspection,
  ) {
    this.event = new LineEvent(source, shape);
  }

  /**
   * Lines before the first one that says when it was written are taken to be as old as that one: `head`, the
   * beginning of the file, has it, or the file's own time has to do.
   */
  startAt(head: Buffer): void {
    if (this.visitor.needsTime) this.event.startAt(head);
  }

  /** The same in the middle of a file, where the lines before have the time; false: `before`, whole lines, does not say. */
  startAfter(before: Buffer): boolean {
    return this.event.startAfter(before);
  }

  /** Looks through whole lines, and says how many bytes of them were whole events; -1: no more are wanted. */
  scan(block: Buffer, isLast: boolean): number {
    const end = isLast || !this.shape ? block.length : this.lastHead(block);
    const region = block.subarray(0, end);
    this.event.enter(region, isAscii(region));
    if (this.search === undefined) this.search = searchFor(this.visitor.requirements, region);
    if (!this.inspection.isSettled) this.inspect(region);
    const wanted = this.search ? this.scanFound(region, this.search) : this.scanAll(region);
    this.visitHeld();
    this.visitor.scanned(this.count(region), region.length);
    if (this.visitor.needsTime) this.event.leave();
    return wanted ? end : -1;
  }

  private scanAll(region: Buffer): boolean {
    for (let start = 0; start < region.length; ) {
      const end = this.eventEnd(region, start);
      if (!this.meet(start, end)) return false;
      start = end + 1;
    }
    return true;
  }

  private scanFound(region: Buffer, search: Search): boolean {
    search.begin(region);
    for (let place = search.next(0); place < region.length; ) {
      const start = this.eventStart(region, place);
      const end = this.eventEnd(region, start);
      if (!this.meet(start, end)) return false;
      place = search.next(end);
    }
    return true;
  }

  /** Hands an event over, or holds it until the newer ones of its block are. */
  private meet(start: number, end: number): boolean {
    if (!this.point(start, end)) return true;
    if (!this.visitor.arrivals) return this.visitor.visit(this.event);
    this.held.add(start, end, this.event.timestamp);
    return true;
  }

  private visitHeld(): void {
    const { held, visitor, event } = this;
    if (held.count === 0 || !visitor.arrivals) return;
    const first = visitor.arrivals(held.count);
    for (let index = held.count - 1; index >= 0; index--) {
      this.point(held.start(index), held.end(index));
      event.setTime(held.time(index));
      visitor.visit(event, first + index);
    }
    held.count = 0;
  }

  /** Points the event at the bytes of one; false: these are none. */
  private point(start: number, end: number): boolean {
    const { event, shape } = this;
    const { bytes } = event;
    if (!shape) {
      event.point(start, trimmedEnd(bytes, start, end), undefined, undefined);
      return event.end > start;
    }
    const head = shape.head(bytes, start, end);
    if (!head || head.isAside) return false;
    const messageEnd = trimmedEnd(bytes, head.message, end);
    const body = shape.body?.(bytes, head.message, messageEnd);
    event.point(body?.start ?? head.message, body?.end ?? messageEnd, head, body);
    return true;
  }

  /** Looks at the first events of the region, until one is of a kind that is known, and at those of interest. */
  private inspect(region: Buffer): void {
    const { inspection } = this;
    const mayHold = inspection.openMarkers.some(({ text }) => region.includes(text));
    let start = 0;
    for (
      let count = 0;
      start < region.length && (count < SAMPLE_EVENTS || !inspection.isRecognised);
      count++
    ) {
      start = this.inspectEvent(region, start, mayHold);
    }
    for (const marker of inspection.openMarkers) {
      let place = region.indexOf(marker.text, start);
      while (place >= 0 && marker.understood === 0) {
        place = region.indexOf(marker.text, this.inspectEvent(region, this.eventStart(region, place)));
      }
    }
    inspection.endOfBlock();
  }

  /** Gives where the next event begins. */
  private inspectEvent(region: Buffer, start: number, mayHold = true): number {
    const end = this.eventEnd(region, start);
    const { event, inspection } = this;
    if (this.point(start, end)) inspection.see(region, event.start, event.end, event.isDated, mayHold);
    else if (this.shape && !this.shape.head(region, start, end)) {
      const lines = region.toString('latin1', start, end).split('\n');
      inspection.leaveOut(lines.filter((line) => line.trim() !== '').length);
    }
    return end + 1;
  }

  private eventStart(region: Buffer, place: number): number {
    let start = lineStart(region, place);
    while (this.shape && start > 0 && !this.shape.head(region, start, lineEnd(region, start))) {
      start = lineStart(region, start - 1);
    }
    return start;
  }

  private eventEnd(region: Buffer, start: number): number {
    let end = lineEnd(region, start);
    while (this.shape && end + 1 < region.length) {
      const next = lineEnd(region, end + 1);
      if (this.shape.head(region, end + 1, next)) break;
      end = next;
    }
    return end;
  }

  /** Where the last event of the block begins, which the next block may go on with. */
  private lastHead(block: Buffer): number {
    let start = lineStart(block, block.length - 1);
    while (start > 0 && !this.shape!.head(block, start, lineEnd(block, start)))
      start = lineStart(block, start - 1);
    return start;
  }

  private count(region: Buffer): number {
    let count = 0;
    for (let start = 0; start < region.length; ) {
      const end = lineEnd(region, start);
      const head = this.shape?.head(region, start, end);
      if (this.shape ? head && !head.isAside : end > start) count++;
      start = end + 1;
    }
    return count;
  }
}

/**
 * Looks for what holds for fewest of the first events, of all that must hold. Null: that are so many that looking at
 * each line costs less than looking for them.
 */
function searchFor(requirements: readonly Requirement[], region: Buffer): Search | null {
  if (requirements.length === 0) return null;
  const sample = region.subarray(0, SAMPLE);
  const frequencies = frequenciesIn(sample);
  const searches = requirements.map((requirement) => new Search(requirement, frequencies));
  const counts = searches.map((search) => occurrences(sample, search));
  const least = Math.min(...counts);
  return least < frequencies[NEWLINE]! * RARE ? searches[counts.indexOf(least)]! : null;
}

/** Of a log of short lines and documents: bench insights, with a filter that so many of the lines pass. */
const RARE = 0.25;
const SAMPLE = 1 << 18;
const SAMPLE_EVENTS = 200;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** What an event of a file is where it does not say it. */
export type Source = {
  readonly logStream: string;
  readonly log: string | undefined;
  /** Epoch milliseconds. */
  readonly time: number;
};

/** The event a scanner points at: one object for all of them, which reads only what it is asked for. */
class LineEvent implements RawEvent {
  bytes: Buffer = Buffer.alloc(0);
  private encoding: 'latin1' | 'utf8' = 'utf8';
  start = 0;
  end = 0;
  private head: Head | undefined;
  private body: Body | undefined;
  private text: string | undefined;
  private time: number | undefined;
  /** For lines that do not say when they were written: the last time found, and up to where was looked. */
  private lastTime: number;
  private lookedUpTo = 0;

  constructor(
    private readonly source: Source,
    private readonly shape: LineShape | undefined,
  ) {
    this.lastTime = source.time;
  }

  /** What `timestamp` gave when the lines before had not been left behind yet. */
  setTime(time: number): void {
    this.time = time;
  }

  get message(): string {
    this.text ??= this.bytes.toString(this.encoding, this.start, this.end);
    return this.text;
  }

  get raw(): { readonly bytes: Buffer; readonly start: number; readonly end: number } {
    return this;
  }

  get timestamp(): number {
    this.time ??= this.ownTime ?? this.timeBefore();
    // Where each line is an event, the next one need not look back over it.
    if (!this.shape) this.leaveBehind(this.time);
    return this.time;
  }

  /** Whether the event itself says when it was. */
  get isDated(): boolean {
    return this.ownTime !== undefined;
  }

  get logStream(): string {
    return this.head?.stream ?? this.body?.stream ?? this.source.logStream;
  }

  get log(): string | undefined {
    return this.head?.log ?? this.source.log;
  }

  get ingestionTime(): number | undefined {
    return this.head?.ingestionTime;
  }

  private get ownTime(): number | undefined {
    return this.head?.time ?? this.body?.time ?? timeOfLine(this.bytes, this.start, this.end);
  }

  point(start: number, end: number, head: Head | undefined, body: Body | undefined): void {
    this.start = start;
    this.end = end;
    this.head = head;
    this.body = body;
    this.text = undefined;
    this.time = undefined;
  }

  startAt(head: Buffer): void {
    for (let start = 0; start < head.length; ) {
      const end = lineEnd(head, start);
      const time = this.timeAt(head, start, end);
      if (time !== undefined) {
        this.lastTime = time;
        return;
      }
      start = end + 1;
    }
  }

  startAfter(before: Buffer): boolean {
    this.lastTime = Number.NaN;
    this.enter(before, false);
    this.leave();
    const isFound = !Number.isNaN(this.lastTime);
    if (!isFound) this.lastTime = this.source.time;
    return isFound;
  }

  /** When a line says that it was written, be it in front of the message or in it. */
  private timeAt(bytes: Buffer, start: number, end: number): number | undefined {
    const head = this.shape?.head(bytes, start, end);
    return head?.time ?? timeOfLine(bytes, head?.message ?? start, end);
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

  private leaveBehind(time: number): void {
    if (this.start < this.lookedUpTo) return;
    this.lastTime = time;
    this.lookedUpTo = this.end;
  }

  private timeBefore(): number {
    this.look(this.start);
    return this.lastTime;
  }

  /** Goes back from `place` to the last line with a time, but not over lines it has looked at before. */
  private look(place: number): void {
    for (let end = place - 1; end > this.lookedUpTo; ) {
      const start = lineStart(this.bytes, end - 1);
      const time = this.timeAt(this.bytes, start, end);
      if (time !== undefined) {
        this.lastTime = time;
        break;
      }
      end = start - 1;
    }
    this.lookedUpTo = Math.max(this.lookedUpTo, place);
  }
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
