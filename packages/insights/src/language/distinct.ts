import { owned } from './owned.js';

/** Different values counted exactly, before the count is estimated. */
const EXACT = 65_536;
const REGISTER_BITS = 14;
const REGISTERS = 1 << REGISTER_BITS;

/** Texts, or the registers of a count that is estimated. */
export type DistinctValues = readonly string[] | Uint8Array;

/**
 * Counts different texts in bounded memory: exactly up to a number that most queries never reach, afterwards
 * with HyperLogLog, whose standard error here is 0.8 %. The service estimates as well.
 */
export class DistinctCount {
  private exact: Set<string> | undefined = new Set();
  private registers: Uint8Array | undefined;

  add(text: string): void {
    if (this.exact) {
      if (!this.exact.has(text)) this.exact.add(owned(text));
      if (this.exact.size > EXACT) this.estimate(this.exact);
    } else {
      this.register(text);
    }
  }

  /** What it has counted, as data. */
  get gathered(): DistinctValues {
    return this.exact ? [...this.exact] : this.registers!;
  }

  /** Counts what another one has counted: the result is that of one that was given all texts. */
  absorb(others: DistinctValues): void {
    if (!(others instanceof Uint8Array)) {
      for (const text of others) this.add(text);
      return;
    }
    if (this.exact) this.estimate(this.exact);
    for (const [index, rank] of others.entries())
      if (rank > this.registers![index]!) this.registers![index] = rank;
  }

  get count(): number {
    if (this.exact) return this.exact.size;
    let sum = 0;
    let empty = 0;
    for (const rank of this.registers!) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const estimate = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum;
    const isSmall = estimate <= 2.5 * REGISTERS && empty > 0;
    return Math.round(isSmall ? REGISTERS * Math.log(REGISTERS / empty) : estimate);
  }

  private estimate(texts: Set<string>): void {
    this.registers = new Uint8Array(REGISTERS);
    this.exact = undefined;
    for (const text of texts) this.register(text);
  }

  private register(text: string): void {
    const [first, second] = hash(text);
    const index = first >>> (32 - REGISTER_BITS);
    const rank = Math.clz32(second) + 1;
    if (rank > this.registers![index]!) this.registers![index] = rank;
  }
}

/** Two independent 32-bit hashes. */
function hash(text: string): [number, number] {
  let a = 0x9e3779b9;
  let b = 0x7f4a7c15;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x85ebca6b);
    b = Math.imul(b ^ code, 0xc2b2ae35);
    a = (a << 13) | (a >>> 19);
    b = (b << 15) | (b >>> 17);
  }
  return [finish(a ^ (b >>> 7)), finish(b ^ (a << 3))];
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
