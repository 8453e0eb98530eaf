import type { Value } from './value.js';

/** A value of a document that is neither a map nor a list: where it stands, without quotes, and what is taken of it. */
export type Leaf = {
  readonly kind: 'text' | 'number' | 'word';
  readonly start: number;
  readonly end: number;
  /** Where its value is put; empty: nobody asks for it. */
  readonly slots: readonly number[];
};

/** Bytes that are looked at several at a time. */
export class Bytes {
  private readonly view: DataView;

  constructor(readonly bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Whether `length` bytes from `at` are those that `like` holds from `from`. */
  areLike(like: Alike, from: number, length: number, at: number): boolean {
    const { bytes, view } = this;
    const end = at + length;
    if (end > view.byteLength) return false;
    if (length < 8) {
      for (let index = 0; index < length; index++)
        if (bytes[at + index] !== like.bytes[from + index]) return false;
      return true;
    }
    const step = from - at;
    let place = at;
    // Numbers of eight bytes without a zero among them are equal only where all the bytes are.
    for (; place <= end - 8; place += 8)
      if (view.getFloat64(place, true) !== like.eights[place + step]) return false;
    // The last eight overlap those before.
    return place === end || view.getFloat64(end - 8, true) === like.eights[end - 8 + step];
  }

  /** Where characters end that stand for themselves in a text of JSON, and are ASCII. */
  plainEnd(start: number): number {
    const { bytes, view } = this;
    let end = start;
    for (const last = view.byteLength - 4; end <= last; end += 4) {
      const stops = stopsIn(view.getInt32(end, true));
      // The lowest bit is that of the first byte.
      if (stops !== 0) return end + ((31 - Math.clz32(stops & -stops)) >> 3);
    }
    while (IS_PLAIN[bytes[end]!] === 1) end++;
    return end;
  }
}

/**
 * Of four bytes the highest bit of each that is a quote, a backslash, a control character, or beyond ASCII. Above the
 * first such byte other bits may be set as well.
 */
function stopsIn(four: number): number {
  const quotes = (four ^ 0x22222222) - 0x01010101;
  const backslashes = (four ^ 0x5c5c5c5c) - 0x01010101;
  return (quotes | backslashes | (four - 0x20202020) | four) & 0x80808080;
}

/** Bytes to compare others with: by themselves, and each with the seven behind it as a number. */
class Alike {
  readonly eights: Float64Array;

  constructor(readonly bytes: Buffer) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.eights = Float64Array.from({ length: Math.max(0, bytes.length - 7) }, (_, at) =>
      view.getFloat64(at, true),
    );
  }
}

const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= 0x20 && code < 0x80 && code !== 0x22 && code !== 0x5c ? 1 : 0,
);

/**
 * What is the same in all documents that one statement logs: everything but the values. A document that has the same
 * bytes between values of the same kinds is JSON as the first one was, so that its keys need not be read again.
 */
export class Shape {
  private readonly leaves: readonly Leaf[];
  /** What stands before each leaf, and behind the last. */
  private readonly between: Alike;
  private readonly ends: Int32Array;
  private readonly texts = new ShortTexts();

  constructor(bytes: Buffer, start: number, end: number, leaves: readonly Leaf[]) {
    this.leaves = leaves;
    const parts = [...leaves, { start: end, end }].map((leaf, index) =>
      bytes.subarray(leaves[index - 1]?.end ?? start, leaf.start),
    );
    this.between = new Alike(Buffer.concat(parts));
    let length = 0;
    this.ends = Int32Array.from(parts, (part) => (length += part.length));
  }

  /** Reads the document at `start` into `values`; gives the place after it, or -1 where it has another shape. */
  read(document: Bytes, start: number, values: Value[]): number {
    const { leaves, between, ends } = this;
    const { bytes } = document;
    let at = start;
    let place = 0;
    for (let index = 0; ; index++) {
      const length = ends[index]! - place;
      if (!document.areLike(between, place, length, at)) return -1;
      at += length;
      place += length;
      if (index === leaves.length) return at;
      const { kind, slots } = leaves[index]!;
      const end =
        kind === 'text'
          ? document.plainEnd(at)
          : kind === 'number'
            ? numberEnd(bytes, at)
            : wordEnd(bytes, at);
      if (end < 0) return -1;
      if (slots.length > 0) {
        const value = this.value(kind, bytes, at, end);
        for (const slot of slots) values[slot] = value;
      }
      at = end;
    }
  }

  private value(kind: Leaf['kind'], bytes: Buffer, start: number, end: number): Value {
    if (kind === 'text') return this.texts.at(bytes, start, end);
    return kind === 'number' ? numberIn(bytes, start, end) : wordIn(bytes, start);
  }
}

/** Levels, names and countries come again and again: a short text that did is not made a second time. */
class ShortTexts {
  private readonly texts: string[] = new Array(64).fill('');

  at(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > LONGEST_SHORT || length === 0) return bytes.toString('latin1', start, end);
    const place = (bytes[start]! ^ (bytes[end - 1]! << 1) ^ (length << 2)) & 63;
    const known = this.texts[place]!;
    if (isText(known, bytes, start, length)) return known;
    const text = bytes.toString('latin1', start, end);
    this.texts[place] = text;
    return text;
  }
}

const LONGEST_SHORT = 16;

function isText(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++)
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}

/** Where the number at `start` ends; -1: there is none. */
export function numberEnd(bytes: Buffer, start: number): number {
  const firstDigit = bytes[start] === MINUS ? start + 1 : start;
  let end = digitsEnd(bytes, firstDigit);
  if (end === firstDigit || (end > firstDigit + 1 && bytes[firstDigit] === ZERO)) return -1;
  if (bytes[end] === DOT) {
    const decimals = end + 1;
    end = digitsEnd(bytes, decimals);
    if (end === decimals) return -1;
  }
  if (bytes[end] === 0x65 || bytes[end] === 0x45) {
    const sign = bytes[end + 1];
    const exponent = sign === PLUS || sign === MINUS ? end + 2 : end + 1;
    end = digitsEnd(bytes, exponent);
    if (end === exponent) return -1;
  }
  return end;
}

/** The number from `start` to `end`; one that is too large for a double keeps its digits as text. */
export function numberIn(bytes: Buffer, start: number, end: number): number | string {
  if (end - start < MOST_SAFE_DIGITS && digitsEnd(bytes, start) === end) return wholeIn(bytes, start, end);
  const source = bytes.toString('latin1', start, end);
  const number = Number(source);
  const isExact = /[.eE]/.test(source) ? Number.isFinite(number) : Number.isSafeInteger(number);
  return isExact ? number : source;
}

/** Where `true`, `false` or `null` ends; -1: there is none of them. */
export function wordEnd(bytes: Buffer, start: number): number {
  const first = bytes[start];
  const word = first === TRUE[0] ? TRUE : first === FALSE[0] ? FALSE : NULL;
  for (let index = 0; index < word.length; index++) if (bytes[start + index] !== word[index]) return -1;
  return start + word.length;
}

export function wordIn(bytes: Buffer, start: number): boolean | undefined {
  return bytes[start] === NULL[0] ? undefined : bytes[start] === TRUE[0];
}

function wholeIn(bytes: Buffer, start: number, end: number): number {
  let whole = 0;
  for (let index = start; index < end; index++) whole = whole * 10 + bytes[index]! - ZERO;
  return whole;
}

function digitsEnd(bytes: Buffer, start: number): number {
  let end = start;
  while (bytes[end]! >= ZERO && bytes[end]! <= NINE) end++;
  return end;
}

const MOST_SAFE_DIGITS = 16;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
