import type { Requirement } from '../language/event.js';

/** Looks for the places at which what is required may be. */
export class Search {
  private readonly needles: readonly Needle[];
  private readonly accepts: ((value: number) => boolean) | undefined;
  private readonly places: number[];
  private region: Buffer = Buffer.alloc(0);

  constructor({ texts, accepts }: Requirement, frequencies: Uint32Array) {
    this.needles = texts.map((text) => new Needle(text, frequencies));
    this.accepts = accepts;
    this.places = texts.map(() => 0);
  }

  begin(region: Buffer): void {
    this.region = region;
    this.places.fill(-1);
  }

  /** The next place at or after `from`; infinity: there is none. */
  next(from: number): number {
    const { places, needles } = this;
    for (let index = 0; index < places.length; index++) {
      if (places[index]! < from)
        places[index] = index === 0 ? this.nextFirst(from) : needles[index]!.placeIn(this.region, from);
    }
    return Math.min(...places);
  }

  private nextFirst(from: number): number {
    const needle = this.needles[0]!;
    for (let next = from; ; next++) {
      next = needle.placeIn(this.region, next);
      if (!this.accepts || next >= this.region.length || this.isAccepted(next, needle.length, this.accepts))
        return next;
    }
  }

  /** Whether the text at `place` is a key of JSON and its value may be one that is wanted. */
  private isAccepted(place: number, length: number, accepts: (value: number) => boolean): boolean {
    const { region } = this;
    if (region[place - 1] !== QUOTE || region[place + length] !== QUOTE) return false;
    let index = place + length + 1;
    while (isBlank(region[index])) index++;
    if (region[index] !== COLON) return false;
    index++;
    while (isBlank(region[index])) index++;
    let number = 0;
    const start = index;
    for (; isDigit(region[index]); index++) number = number * 10 + region[index]! - ZERO;
    const isPlain = index > start && index - start <= MOST_DIGITS && ENDS.has(region[index]);
    return !isPlain || accepts(number);
  }
}

/**
 * Text to look for in many bytes. Node.js looks for up to six bytes about six times as fast as for more,
 * provided that the first of them is rare : so it is asked for the best six,
 * and the others are compared where these stand.
 */
class Needle {
  private readonly bytes: Buffer;
  private readonly window: Buffer;
  private readonly offset: number;

  /** `frequencies` says how often each byte occurs where the text will be looked for. */
  constructor(text: string, frequencies: Uint32Array) {
    this.bytes = Buffer.from(text);
    this.offset = 0;
    const last = Math.max(0, this.bytes.length - WINDOW);
    for (let offset = 1; offset <= last; offset++) {
      if (frequencies[this.bytes[offset]!]! < frequencies[this.bytes[this.offset]!]!) this.offset = offset;
    }
    this.window = this.bytes.subarray(this.offset, this.offset + WINDOW);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** The place of the text at or after `from`; infinity: there is none. */
  placeIn(region: Buffer, from: number): number {
    for (let next = from + this.offset; ; next++) {
      next = region.indexOf(this.window, next);
      if (next < 0) return Number.POSITIVE_INFINITY;
      if (this.standsAt(region, next - this.offset)) return next - this.offset;
    }
  }

  private standsAt(region: Buffer, place: number): boolean {
    for (let index = 0; index < this.bytes.length; index++) {
      if (region[place + index] !== this.bytes[index]) return false;
    }
    return true;
  }
}

/** How often each byte occurs. */
export function frequenciesIn(sample: Buffer): Uint32Array {
  const frequencies = new Uint32Array(256);
  for (const byte of sample) frequencies[byte]!++;
  return frequencies;
}

const WINDOW = 6;
const MOST_DIGITS = 15;
const ZERO = 0x30;
const QUOTE = 0x22;
const COLON = 0x3a;
/** What can stand behind a whole number: a comma, a closing bracket or brace. */
const ENDS: ReadonlySet<number | undefined> = new Set([0x2c, 0x5d, 0x7d]);

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= 0x39;
}
