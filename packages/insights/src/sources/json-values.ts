/**
 * The values of JSON, one after the other: documents, wherever they stand, and what a list holds. A document that
 * grows too large is not waited for: then it is what the lists in it hold. Text between them is by lines.
 */
export class JsonValues {
  private readonly open: number[] = [];
  /** How many are open below those: what they are is of no interest. */
  private deeper = 0;
  private position = 0;
  /** Where a value begins, at which depth. */
  private start = -1;
  private base = 0;
  private inString = false;
  /** The depth of a document that is not waited for. */
  private large = -1;
  private hasGiven = false;
  /** Values that were too large, and held no list of smaller ones. */
  lost = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** Whether a value has begun that has not ended, or a list. */
  get isOpen(): boolean {
    return this.start >= 0 || this.open.length > 0;
  }

  /**
   * Takes the bytes not used up so far and those after them. Gives the values that are whole, and how many bytes
   * are used up.
   */
  read(bytes: Buffer, isLast: boolean): { readonly values: Buffer[]; readonly used: number } {
    const values: Buffer[] = [];
    let index = this.position;
    while (index < bytes.length) {
      const size = this.start < 0 ? 0 : index - this.start;
      if (size > this.mostBytes && this.opensLarge(bytes)) {
        index = this.start + 1;
        this.start = -1;
        continue;
      }
      if (size > 4 * this.mostBytes) this.giveUp();
      if (this.inString) index = this.string(bytes, index, values);
      else if (this.isPlain(bytes, index)) {
        const end = bytes.indexOf(NEWLINE, index);
        if (end < 0 && !isLast) break;
        const to = end < 0 ? bytes.length : end;
        values.push(bytes.subarray(index, to));
        index = to;
      } else index = this.structure(bytes, index, values);
    }
    const used = this.start >= 0 ? this.start : Math.min(index, bytes.length);
    this.position = index - used;
    if (this.start >= 0) this.start = 0;
    return { values, used };
  }

  /** Whether text begins here that is no JSON: at the top a value is a document, a list or a text in quotes. */
  private isPlain(bytes: Buffer, index: number): boolean {
    if (this.start >= 0 || this.open.length > 0) return false;
    const byte = bytes[index]!;
    if (byte === OPEN_BRACKET) return !BEGINS_LIST.test(bytes.toString('latin1', index, index + 64));
    return byte > 0x20 && !STRUCTURE.has(byte);
  }

  private string(bytes: Buffer, from: number, values: Buffer[]): number {
    let index = from;
    for (; index < bytes.length; index++) {
      const byte = bytes[index]!;
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) {
        this.inString = false;
        this.close(bytes, index + 1, values);
        return index + 1;
      }
    }
    return index;
  }

  private structure(bytes: Buffer, index: number, values: Buffer[]): number {
    const byte = bytes[index]!;
    if (byte === QUOTE) {
      this.begin(index);
      this.inString = true;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      // A list at the top is no value, but holds some.
      if (byte === OPEN_BRACE || this.open.length > 0) this.begin(index);
      if (this.open.length < DEEPEST) this.open.push(byte);
      else this.deeper++;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (this.deeper > 0) this.deeper--;
      else this.open.pop();
      if (this.large >= 0 && this.open.length <= this.large) {
        if (!this.hasGiven) this.lost++;
        this.large = -1;
      }
      this.close(bytes, index + 1, values);
    }
    return index + 1;
  }

  private begin(index: number): void {
    if (this.start >= 0 || !this.isPlaceOfValue()) return;
    this.start = index;
    this.base = this.open.length;
  }

  private isPlaceOfValue(): boolean {
    const { open, large } = this;
    if (large >= 0) return open.length === large + 2 && open[large + 1] === OPEN_BRACKET;
    return open.length === 0 || (open.length === 1 && open[0] === OPEN_BRACKET);
  }

  private close(bytes: Buffer, end: number, values: Buffer[]): void {
    if (this.start < 0 || this.open.length !== this.base) return;
    values.push(bytes.subarray(this.start, end));
    this.hasGiven = true;
    this.start = -1;
  }

  /** A value that no event can be as large as. */
  private giveUp(): void {
    this.lost++;
    this.start = -1;
  }

  /** Goes into a document from its beginning again, to see what the lists in it hold. */
  private opensLarge(bytes: Buffer): boolean {
    if (bytes[this.start] !== OPEN_BRACE || this.large >= 0) return false;
    this.large = this.base;
    this.hasGiven = false;
    this.open.length = this.base;
    this.deeper = 0;
    this.open.push(OPEN_BRACE);
    this.inString = false;
    return true;
  }
}

const MOST_BYTES = 4 << 20;
const DEEPEST = 1_000;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const NEWLINE = 0x0a;
const STRUCTURE = new Set([OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, QUOTE, COMMA]);
/** A line of an application may begin with a level in brackets. */
const BEGINS_LIST = /^\[\s*(?:[[{"\]\d-]|$)/;
