import { Structure, type Value } from './value.js';

/** As many fields of a document are discovered as the service discovers. */
const MOST_FIELDS = 200;
const DEEPEST = 500;
const MOST_DOTTED_PARTS = 6;

/**
 * Takes named fields out of a JSON document in one pass over its text. Everything else is checked and
 * skipped, which costs less than building the whole document, and no document that `JSON.parse` refuses
 * gives fields.
 */
export class FieldScanner {
  private readonly wanted: Wanted;
  private text = '';
  private position = 0;
  private leaves = 0;
  private values: Value[] = [];

  /** `fields` are flattened names, dots between their parts, each with the place of its value in the output. */
  constructor(fields: Iterable<{ readonly name: string; readonly slot: number }>) {
    this.wanted = { keys: [] };
    for (const { name, slot } of fields) want(this.wanted, name, slot);
  }

  /** Reads the object that begins at `start` into `values`; gives the place after it, or -1 for no JSON. */
  scan(text: string, start: number, values: Value[]): number {
    this.text = text;
    this.position = start;
    this.leaves = 0;
    this.values = values;
    return this.object(this.wanted, 0) ? this.position : -1;
  }

  private object(wanted: Wanted | undefined, depth: number): boolean {
    const text = this.text;
    this.position++;
    this.blanks();
    if (text.charCodeAt(this.position) === CLOSE_BRACE) {
      this.position++;
      return true;
    }
    for (;;) {
      if (text.charCodeAt(this.position) !== QUOTE) return false;
      const start = this.position + 1;
      const escaped = this.skipString();
      if (escaped === undefined) return false;
      const key = wanted && this.keyAt(wanted, start, this.position - 1, escaped);
      this.blanks();
      if (text.charCodeAt(this.position) !== COLON) return false;
      this.position++;
      if (!this.value(key, depth)) return false;
      this.blanks();
      const next = text.charCodeAt(this.position++);
      if (next === CLOSE_BRACE) return true;
      if (next !== COMMA) return false;
      this.blanks();
    }
  }

  private array(wanted: Wanted | undefined, depth: number): boolean {
    const text = this.text;
    this.position++;
    this.blanks();
    if (text.charCodeAt(this.position) === CLOSE_BRACKET) {
      this.position++;
      return true;
    }
    for (let index = 0; ; index++) {
      if (
        !this.value(
          wanted?.keys.find((key) => key.name === String(index)),
          depth,
        )
      )
        return false;
      this.blanks();
      const next = text.charCodeAt(this.position++);
      if (next === CLOSE_BRACKET) return true;
      if (next !== COMMA) return false;
    }
  }

  private value(key: Key | undefined, depth: number): boolean {
    this.blanks();
    const start = this.position;
    const first = this.text.charCodeAt(start);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      if (depth >= DEEPEST) return false;
      const wanted = key?.inside;
      const valid = first === OPEN_BRACE ? this.object(wanted, depth + 1) : this.array(wanted, depth + 1);
      if (!valid) return false;
      if (key !== undefined && key.slots.length > 0) {
        this.give(key, new Structure(JSON.parse(this.text.slice(start, this.position)) as object));
      }
      return true;
    }
    this.leaves++;
    const taken = key !== undefined && key.slots.length > 0 && this.leaves <= MOST_FIELDS ? key : undefined;
    if (first === QUOTE) {
      const escaped = this.skipString();
      if (escaped === undefined) return false;
      if (taken) {
        const inner = this.text.slice(start + 1, this.position - 1);
        this.give(taken, escaped ? decode(inner) : inner);
      }
      return true;
    }
    if (first === MINUS || (first >= ZERO && first <= NINE)) return this.number(taken, start);
    return this.word(taken, start, first);
  }

  private number(key: Key | undefined, start: number): boolean {
    const text = this.text;
    let index = start;
    if (text.charCodeAt(index) === MINUS) index++;
    const firstDigit = index;
    let whole = 0;
    let code = text.charCodeAt(index);
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++index)) whole = whole * 10 + code - ZERO;
    const digits = index - firstDigit;
    if (digits === 0 || (digits > 1 && text.charCodeAt(firstDigit) === ZERO)) return false;
    const isWhole = code !== DOT && code !== 0x65 && code !== 0x45;
    if (!isWhole) {
      FRACTION.lastIndex = index;
      const fraction = FRACTION.exec(text);
      if (!fraction || fraction[0] === '') return false;
      index += fraction[0].length;
    }
    this.position = index;
    if (!key) return true;
    if (isWhole && digits <= 15) this.give(key, firstDigit > start ? -whole : whole);
    else {
      const source = text.slice(start, index);
      // A whole number too large for a double keeps its digits as text.
      this.give(key, isWhole ? source : Number(source));
    }
    return true;
  }

  private word(key: Key | undefined, start: number, first: number): boolean {
    const word = first === 0x74 ? 'true' : first === 0x66 ? 'false' : 'null';
    if (!this.text.startsWith(word, start)) return false;
    this.position = start + word.length;
    if (key) this.give(key, first === 0x74 ? true : first === 0x66 ? false : undefined);
    return true;
  }

  private give(key: Key, value: Value): void {
    for (const slot of key.slots) this.values[slot] = value;
  }

  private keyAt(wanted: Wanted, start: number, end: number, escaped: boolean): Key | undefined {
    const keys = wanted.keys;
    if (escaped) {
      const name = decode(this.text.slice(start, end));
      return keys.find((key) => key.name === name);
    }
    const length = end - start;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      if (key.name.length === length && this.text.startsWith(key.name, start)) return key;
    }
    return undefined;
  }

  /** Moves behind a string; whether it has escapes, undefined where it is none. */
  private skipString(): boolean | undefined {
    const text = this.text;
    let escaped = false;
    for (let index = this.position + 1; ; index++) {
      const code = text.charCodeAt(index);
      if (code === QUOTE) {
        this.position = index + 1;
        return escaped;
      }
      if (code === BACKSLASH) {
        escaped = true;
        const next = text.charCodeAt(++index);
        if (next === 0x75) {
          if (!HEX.test(text.slice(index + 1, index + 5))) return undefined;
        } else if (!isEscape(next)) return undefined;
      } else if (!(code >= 0x20)) return undefined;
    }
  }

  private blanks(): void {
    let code = this.text.charCodeAt(this.position);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      code = this.text.charCodeAt(++this.position);
    }
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

type Wanted = { readonly keys: Key[] };
type Key = { readonly name: string; readonly slots: number[]; inside: Wanted | undefined };

function want(wanted: Wanted, path: string, slot: number): void {
  keyNamed(wanted, path).slots.push(slot);
  const dots = path.split('.').length - 1;
  // Every dot may end a key or stand inside one. In a very long name only the last parts may.
  const lastDot = dots > MOST_DOTTED_PARTS ? path.indexOf('.') : path.length;
  for (let dot = path.indexOf('.'); dot >= 0 && dot <= lastDot; dot = path.indexOf('.', dot + 1)) {
    const key = keyNamed(wanted, path.slice(0, dot));
    key.inside ??= { keys: [] };
    want(key.inside, path.slice(dot + 1), slot);
  }
}

function keyNamed(wanted: Wanted, name: string): Key {
  let key = wanted.keys.find((known) => known.name === name);
  if (!key) {
    key = { name, slots: [], inside: undefined };
    wanted.keys.push(key);
  }
  return key;
}

function decode(inner: string): string {
  return JSON.parse(`"${inner}"`) as string;
}

function isEscape(code: number): boolean {
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
const FRACTION = /(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX = /^[0-9A-Fa-f]{4}$/;
