import { numberOf, Structure, Timestamp, textOf, type Value } from './value.js';

/**
 * Equality as `=` and `in` have it: complete text, or the same number where at least one side is a number.
 * Two texts that read as numbers are compared as text, so that `"007"` is not `"7"`.
 */
export function equal(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined || a instanceof Structure || b instanceof Structure) return false;
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  if (typeof a === 'boolean' && typeof b === 'string') return equalsWord(a, b);
  if (typeof b === 'boolean' && typeof a === 'string') return equalsWord(b, a);
  const left = numberOf(a);
  return left !== undefined && left === numberOf(b);
}

/** Order as `<` and its kin have it: by number where both are numbers, else by text; undefined: not comparable. */
export function order(a: Value, b: Value): number | undefined {
  if (a === undefined || b === undefined || a instanceof Structure || b instanceof Structure)
    return undefined;
  const left = numberOf(a);
  const right = left === undefined ? undefined : numberOf(b);
  if (left !== undefined && right !== undefined) return left - right;
  // The service compares instants with numbers only: a date as text never matches.
  if (a instanceof Timestamp || b instanceof Timestamp) return undefined;
  return compareText(textOf(a)!, textOf(b)!);
}

/**
 * The order of `sort`: missing values, then text, then numbers by value. Text is compared in chunks: runs of digits by length and then by value, the rest by character.
 */
export function naturalOrder(a: Value, b: Value): number {
  const left = numberOf(a);
  const right = numberOf(b);
  // Most numbers and instants differ: they need not be written to be compared.
  const difference = left === undefined || right === undefined ? 0 : left - right;
  if (difference) return difference;
  if (a instanceof Timestamp && b instanceof Timestamp && left === right) return 0;
  const leftText = textOf(a);
  const rightText = textOf(b);
  if (leftText === undefined || rightText === undefined) {
    return (leftText === undefined ? 0 : 1) - (rightText === undefined ? 0 : 1);
  }
  if (left !== undefined && right !== undefined) return compareText(leftText, rightText);
  if (left !== undefined) return 1;
  if (right !== undefined) return -1;
  return compareChunks(leftText, rightText);
}

function compareChunks(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (isDigit(a, i) && isDigit(b, j)) {
      const endA = digitsEnd(a, i);
      const endB = digitsEnd(b, j);
      if (endA - i !== endB - j) return endA - i - (endB - j);
      const left = a.slice(i, endA);
      const right = b.slice(j, endB);
      if (left !== right) return left < right ? -1 : 1;
      i = endA;
      j = endB;
    } else {
      const difference = a.charCodeAt(i) - b.charCodeAt(j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
  }
  return a.length - i - (b.length - j);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text, end)) end++;
  return end;
}

function equalsWord(flag: boolean, text: string): boolean {
  const word = text.toLowerCase();
  return flag ? word === 'true' || word === '1' : word === 'false' || word === '0';
}
