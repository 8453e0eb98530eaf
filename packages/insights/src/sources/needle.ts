/**
 * Text to look for in many bytes. Node.js looks for up to six bytes about six times as fast as for more,
 * provided that the first of them is rare (`bench/search.ts` measures it): so it is asked for the best six,
 * and the others are compared where these stand.
 */
export class Needle {
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
