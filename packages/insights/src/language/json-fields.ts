import { Bytes, type Leaf, numberEnd, numberIn, Shape, wordEnd, wordIn } from './json-shape.js';
import { fromJson, Structure, type Value } from './value.js';

/** As many fields of a document are discovered as the service discovers. */
const MOST_FIELDS = 200;
const DEEPEST = 500;
const MOST_DOTTED_PARTS = 6;
const MOST_SHAPES = 6;
const MOST_TRUST = 64;
const PRICE = 2;

/**
 * Takes named fields out of a JSON document in one pass over its bytes. Everything else is checked and
 * skipped, which costs less than building the whole document, and no document that `JSON.parse` refuses
 * gives fields.
 */
export class FieldScanner {
  private readonly wanted: Wanted;
  private bytes: Buffer = Buffer.alloc(0);
  private whole = new Bytes(this.bytes);
  private position = 0;
  private end = 0;
  private leaves = 0;
  private values: Value[] = [];
  private readonly shapes: Shape[] = [];
  /** Falls with each document that has no known shape, rises with each that has. */
  private trust = MOST_TRUST;
  private noted: Leaf[] | undefined;

  /** `fields` are flattened names, dots between their parts, each with the place of its value in the output. */
  constructor(fields: Iterable<{ readonly name: string; readonly slot: number }>) {
    this.wanted = { keys: [] };
    for (const { name, slot } of fields) want(this.wanted, name, slot);
  }

  /**
   * Reads the object that begins at `start` into `values`; gives the place after it, or -1 where there is
   * none. What follows `end` must be no part of JSON: a line's end, the end of the bytes, or a zero.
   */
  scan(bytes: Buffer, start: number, end: number, values: Value[]): number {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.whole = new Bytes(bytes);
    }
    const after = this.trust > 0 ? this.readShape(start, end, values) : -1;
    if (after >= 0) return after;
    this.position = start;
    this.end = end;
    this.leaves = 0;
    this.values = values;
    this.noted = this.trust > 0 ? [] : undefined;
    if (!this.object(this.wanted, 0)) return -1;
    if (this.noted) this.learn(start, this.noted);
    return this.position;
  }

  /** Reads a document that is like one before; -1: it is not. */
  private readShape(start: number, end: number, values: Value[]): number {
    for (const shape of this.shapes) {
      const after = shape.read(this.whole, start, values);
      if (after < 0 || after > end) continue;
      if (this.trust < MOST_TRUST) this.trust++;
      return after;
    }
    return -1;
  }

  /** Of documents that are hardly ever alike no shapes are kept: looking for them would be for nothing. */
  private learn(start: number, leaves: readonly Leaf[]): void {
    this.trust -= PRICE;
    if (leaves.length === 0 || leaves.length > MOST_FIELDS) return;
    if (this.shapes.length === MOST_SHAPES) this.shapes.shift();
    this.shapes.push(new Shape(this.bytes, start, this.position, leaves));
  }

  private object(wanted: Wanted | undefined, depth: number): boolean {
    const { bytes } = this;
    this.position++;
    this.blanks();
    if (bytes[this.position] === CLOSE_BRACE) {
      this.position++;
      return true;
    }
    for (;;) {
      if (bytes[this.position] !== QUOTE) return false;
      const start = this.position + 1;
      const kind = this.skipString();
      if (kind < 0) return false;
      const key = wanted && this.keyAt(wanted, start, this.position - 1, kind);
      this.blanks();
      if (bytes[this.position] !== COLON) return false;
      this.position++;
      if (!this.value(key, depth)) return false;
      this.blanks();
      const next = bytes[this.position++];
      if (next === CLOSE_BRACE) return true;
      if (next !== COMMA) return false;
      this.blanks();
    }
  }

  private array(wanted: Wanted | undefined, depth: number): boolean {
    const { bytes } = this;
    this.position++;
    this.blanks();
    if (bytes[this.position] === CLOSE_BRACKET) {
      this.position++;
      return true;
    }
    for (let index = 0; ; index++) {
      if (!this.value(wanted && keyNamed(wanted, String(index)), depth)) return false;
      this.blanks();
      const next = bytes[this.position++];
      if (next === CLOSE_BRACKET) return true;
      if (next !== COMMA) return false;
    }
  }

  private value(key: Key | undefined, depth: number): boolean {
    this.blanks();
    const start = this.position;
    const first = this.bytes[start]!;
    if (first === OPEN_BRACE || first === OPEN_BRACKET) return this.structure(key, start, first, depth + 1);
    this.leaves++;
    const taken = key !== undefined && key.slots.length > 0 && this.leaves <= MOST_FIELDS ? key : undefined;
    if (first === QUOTE) return this.string(taken, start);
    const isNumber = first === MINUS || (first >= ZERO && first <= NINE);
    const valid = isNumber ? this.number(taken, start) : this.word(taken, start);
    if (valid) this.note(isNumber ? 'number' : 'word', start, this.position, taken);
    return valid;
  }

  private string(key: Key | undefined, start: number): boolean {
    const kind = this.skipString();
    if (kind < 0) return false;
    if (key) this.give(key, this.text(start + 1, this.position - 1, kind));
    this.note('text', start + 1, this.position - 1, key);
    return true;
  }

  /** Keeps in mind what the shape of this document may be made of. */
  private note(kind: Leaf['kind'], start: number, end: number, key: Key | undefined): void {
    this.noted?.push({ kind, start, end, slots: key?.slots ?? [] });
  }

  private structure(key: Key | undefined, start: number, first: number, depth: number): boolean {
    if (depth > DEEPEST) return false;
    const wanted = key?.inside;
    const valid = first === OPEN_BRACE ? this.object(wanted, depth) : this.array(wanted, depth);
    if (valid && key !== undefined && key.slots.length > 0) {
      this.noted = undefined;
      this.give(key, new Structure(JSON.parse(this.bytes.toString('utf8', start, this.position)) as object));
    }
    return valid;
  }

  private number(key: Key | undefined, start: number): boolean {
    const end = numberEnd(this.bytes, start);
    if (end < 0) return false;
    this.position = end;
    if (key) this.give(key, numberIn(this.bytes, start, end));
    return true;
  }

  private word(key: Key | undefined, start: number): boolean {
    const end = wordEnd(this.bytes, start);
    if (end < 0) return false;
    this.position = end;
    if (key) this.give(key, wordIn(this.bytes, start));
    return true;
  }

  private give(key: Key, value: Value): void {
    for (const slot of key.slots) this.values[slot] = value;
  }

  private keyAt(wanted: Wanted, start: number, end: number, kind: number): Key | undefined {
    const { keys } = wanted;
    if (kind & ESCAPED) {
      const name = this.text(start, end, kind);
      return keys.find((key) => key.name === name);
    }
    const length = end - start;
    for (let index = 0; index < keys.length; index++) {
      const { bytes } = keys[index]!;
      if (bytes.length === length && this.matches(bytes, start)) return keys[index];
    }
    return undefined;
  }

  private matches(wanted: Uint8Array, start: number): boolean {
    const { bytes } = this;
    for (let index = 0; index < wanted.length; index++) {
      if (bytes[start + index] !== wanted[index]) return false;
    }
    return true;
  }

  private text(start: number, end: number, kind: number): string {
    const text = this.bytes.toString(kind & WIDE ? 'utf8' : 'latin1', start, end);
    return kind & ESCAPED ? (JSON.parse(`"${text}"`) as string) : text;
  }

  /** Moves behind a string, and says what kind of characters it has; -1 where it is no string. */
  private skipString(): number {
    const { bytes } = this;
    let kind = 0;
    for (let index = this.position + 1; ; index++) {
      index = this.whole.plainEnd(index);
      const code = bytes[index]!;
      if (code === QUOTE) {
        this.position = index + 1;
        return kind;
      }
      if (code === BACKSLASH) {
        kind |= ESCAPED;
        const next = bytes[++index];
        if (next === 0x75) {
          for (const last = index + 4; index < last; ) if (!isHex(bytes[++index])) return -1;
        } else if (!isEscape(next)) return -1;
      } else if (code >= 0x80) kind |= WIDE;
      // A control character, or the end of the bytes.
      else return -1;
    }
  }

  private blanks(): void {
    const { bytes, end } = this;
    let { position } = this;
    while (position < end && isBlank(bytes[position]!)) position++;
    this.position = position;
  }
}

/** What a structure has at a flattened path; a key that itself contains dots is found too. */
export function atPath(json: unknown, path: string): unknown {
  if (typeof json !== 'object' || json === null) return undefined;
  if (Object.hasOwn(json, path)) return (json as Record<string, unknown>)[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(json, key)) continue;
    const found = atPath((json as Record<string, unknown>)[key], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a map or a list has at a path; anything else has nothing. */
export function valueAt(value: Value, path: string): Value {
  return value instanceof Structure ? fromJson(atPath(value.json, path)) : undefined;
}

type Wanted = { readonly keys: Key[] };
type Key = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly slots: number[];
  inside: Wanted | undefined;
};

function want(wanted: Wanted, path: string, slot: number): void {
  const key = keyNamed(wanted, path) ?? added(wanted, path);
  key.slots.push(slot);
  const dots = path.split('.').length - 1;
  // Every dot may end a key or stand inside one. In a very long name only the last parts may.
  const lastDot = dots > MOST_DOTTED_PARTS ? path.indexOf('.') : path.length;
  for (let dot = path.indexOf('.'); dot >= 0 && dot <= lastDot; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    const outer = keyNamed(wanted, name) ?? added(wanted, name);
    outer.inside ??= { keys: [] };
    want(outer.inside, path.slice(dot + 1), slot);
  }
}

function keyNamed(wanted: Wanted, name: string): Key | undefined {
  return wanted.keys.find((key) => key.name === name);
}

function added(wanted: Wanted, name: string): Key {
  const key: Key = { name, bytes: Buffer.from(name), slots: [], inside: undefined };
  wanted.keys.push(key);
  return key;
}

const ESCAPED = 1;
const WIDE = 2;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isHex(code: number | undefined): boolean {
  if (code === undefined) return false;
  return (code >= ZERO && code <= NINE) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

function isEscape(code: number | undefined): boolean {
  return (
    code === QUOTE ||
    code === BACKSLASH ||
    code === 0x2f ||
    code === 0x62 ||
    code === 0x66 ||
    code === 0x6e ||
    code === 0x72 ||
    code === 0x74
  );
}
