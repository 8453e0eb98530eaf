import { fromJson, Structure, type Value } from './value.js';

/** As many fields of a document are discovered as the service discovers. */
const MOST_FIELDS = 200;
const DEEPEST = 500;
const MOST_DOTTED_PARTS = 6;

/**
 * Takes named fields out of a JSON document in one pass over its bytes. Everything else is checked and
 * skipped, which costs less than building the whole document, and no document that `JSON.parse` refuses
 * gives fields.
 */
export class FieldScanner {
  private readonly wanted: Wanted;
  private bytes: Buffer = Buffer.alloc(0);
  private position = 0;
  private end = 0;
  private leaves = 0;
  private values: Value[] = [];

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
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.leaves = 0;
    this.values = values;
    return this.object(this.wanted, 0) ? this.position : -1;
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
    if (first === QUOTE) {
      const kind = this.skipString();
      if (kind >= 0 && taken) this.give(taken, this.text(start + 1, this.position - 1, kind));
      return kind >= 0;
    }
    if (first === MINUS || (first >= ZERO && first <= NINE)) return this.number(taken, start);
    return this.word(taken, start, first);
  }

  private structure(key: Key | undefined, start: number, first: number, depth: number): boolean {
    if (depth > DEEPEST) return false;
    const wanted = key?.inside;
    const valid = first === OPEN_BRACE ? this.object(wanted, depth) : this.array(wanted, depth);
    if (valid && key !== undefined && key.slots.length > 0) {
      this.give(key, new Structure(JSON.parse(this.bytes.toString('utf8', start, this.position)) as object));
    }
    return valid;
  }

  private number(key: Key | undefined, start: number): boolean {
    const { bytes } = this;
    let index = start;
    if (bytes[index] === MINUS) index++;
    const firstDigit = index;
    let whole = 0;
    let code = bytes[index]!;
    for (; code >= ZERO && code <= NINE; code = bytes[++index]!) whole = whole * 10 + code - ZERO;
    const digits = index - firstDigit;
    if (digits === 0 || (digits > 1 && bytes[firstDigit] === ZERO)) return false;
    const isWhole = code !== DOT && code !== 0x65 && code !== 0x45;
    if (!isWhole) {
      while (isNumeral(bytes[index])) index++;
      if (!NUMBER.test(bytes.toString('latin1', start, index))) return false;
    }
    this.position = index;
    if (!key) return true;
    if (isWhole && digits <= 15) this.give(key, firstDigit > start ? -whole : whole);
    else {
      const source = bytes.toString('latin1', start, index);
      // A number too large for a double keeps its digits as text.
      const number = Number(source);
      const isExact = isWhole ? Number.isSafeInteger(number) : Number.isFinite(number);
      this.give(key, isExact ? number : source);
    }
    return true;
  }

  private word(key: Key | undefined, start: number, first: number): boolean {
    const word = first === 0x74 ? TRUE : first === 0x66 ? FALSE : NULL;
    if (!this.matches(word, start)) return false;
    this.position = start + word.length;
    if (key) this.give(key, word === NULL ? undefined : word === TRUE);
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
      // Also true at the end of the bytes, where there is no code.
      else if (!(code >= 0x20)) return -1;
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
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** A digit, or one of `.`, `e`, `E`, `+` and `-`. */
function isNumeral(code: number | undefined): boolean {
  if (code === undefined) return false;
  return (
    (code >= ZERO && code <= NINE) ||
    code === DOT ||
    code === 0x65 ||
    code === 0x45 ||
    code === 0x2b ||
    code === MINUS
  );
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
