import { createHash } from 'node:crypto';
import { bounded, finite, LONGEST_TEXT, numberOf, Structure, textOf, truthy, type Value } from '../value.js';
import { type ScalarFunction, takes } from './function.js';

const ANY = Number.POSITIVE_INFINITY;

export const textFunctions: Record<string, ScalarFunction> = {
  isempty: takes(1, 1, (value) => flag((textOf(value) ?? '') === '')),
  isblank: takes(1, 1, (value) => flag((textOf(value) ?? '').trim() === '')),
  concat: takes(1, ANY, concat),
  ltrim: takes(1, 2, (value, characters) => trim(value, characters, true, false)),
  rtrim: takes(1, 2, (value, characters) => trim(value, characters, false, true)),
  trim: takes(1, 2, (value, characters) => trim(value, characters, true, true)),
  strlen: ofText((text) => (isAscii(text) ? text.length : [...text].length)),
  toupper: ofText((text) => text.toUpperCase()),
  tolower: ofText((text) => text.toLowerCase()),
  substr: takes(2, 3, substr),
  replace: takes(3, 3, replace),
  strcontains: takes(2, 3, strcontains),
  startswith: takes(2, 2, (value, part) => flag(test(value, part, (a, b) => a.startsWith(b)))),
  endswith: takes(2, 2, (value, part) => flag(test(value, part, (a, b) => a.endsWith(b)))),
  urlencode: ofText((text) => bounded(encodeURIComponent(Buffer.from(text).toString()))),
  urldecode: ofText(urldecode),
  base64encode: ofText((text) => bounded(Buffer.from(text).toString('base64'))),
  base64decode: ofText((text) => Buffer.from(text, 'base64').toString()),
  split: takes(2, 2, split),
  hextoascii: ofText((text) => Buffer.from(text.replace(/^0x/i, ''), 'hex').toString('latin1')),
  hextodec: ofText(hexToDec),
  dectohex: takes(1, 1, decToHex),
  md5: ofText((text) => createHash('md5').update(text).digest('hex')),
  sha256: ofText((text) => createHash('sha256').update(text).digest('hex')),
};

function ofText(apply: (text: string) => Value): ScalarFunction {
  return takes(1, 1, (value) => {
    const text = textOf(value);
    return text === undefined ? undefined : apply(text);
  });
}

/** These functions are documented to give numbers, so that their sum is a conditional count. */
function flag(holds: boolean): number {
  return holds ? 1 : 0;
}

function test(value: Value, part: Value, holds: (text: string, part: string) => boolean): boolean {
  const text = textOf(value);
  const wanted = textOf(part);
  return text !== undefined && wanted !== undefined && holds(text, wanted);
}

function strcontains(value: Value, part: Value, ignoreCase?: Value): Value {
  if (!truthy(ignoreCase)) return flag(test(value, part, (a, b) => a.includes(b)));
  return flag(test(value, part, (a, b) => a.toLowerCase().includes(b.toLowerCase())));
}

function concat(...values: Value[]): Value {
  const texts = values.map((value) => textOf(value) ?? '');
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return length > LONGEST_TEXT ? undefined : texts.join('');
}

function trim(value: Value, characters: Value, left: boolean, right: boolean): Value {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const set = textOf(characters);
  const drops = (character: string) =>
    set === undefined ? character.trim() === '' : set.includes(character);
  const points = [...text];
  let start = 0;
  let end = points.length;
  while (left && start < end && drops(points[start]!)) start++;
  while (right && end > start && drops(points[end - 1]!)) end--;
  return points.slice(start, end).join('');
}

/** Counts in Unicode code points, as `strlen` does. */
function substr(value: Value, from: Value, count: Value): Value {
  const text = textOf(value);
  const start = numberOf(from);
  if (text === undefined || start === undefined) return undefined;
  const first = Math.max(0, Math.trunc(start));
  const length = count === undefined ? ANY : Math.max(0, Math.trunc(numberOf(count) ?? 0));
  if (isAscii(text)) return text.slice(first, first + length);
  return [...text].slice(first, first + length).join('');
}

function replace(value: Value, search: Value, replacement: Value): Value {
  const text = textOf(value);
  const wanted = textOf(search);
  if (text === undefined || !wanted) return text;
  const by = textOf(replacement) ?? '';
  const parts = text.split(wanted);
  return text.length + (parts.length - 1) * by.length > LONGEST_TEXT ? undefined : parts.join(by);
}

function urldecode(text: string): Value {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function split(value: Value, delimiter: Value): Value {
  const text = textOf(value);
  return text === undefined ? undefined : new Structure(text.split(textOf(delimiter) ?? ''));
}

function hexToDec(text: string): Value {
  const match = /^\s*(-?)(?:0x)?([0-9a-f]+)\s*$/i.exec(text);
  if (!match) return undefined;
  const number = Number.parseInt(match[2]!, 16);
  return finite(match[1] ? -number : number);
}

function decToHex(value: Value): Value {
  const number = finite(numberOf(value) ?? Number.NaN);
  if (number === undefined) return undefined;
  const whole = BigInt(Math.trunc(number));
  return whole < 0n ? `-0x${(-whole).toString(16)}` : `0x${whole.toString(16)}`;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  return /^[\x00-\x7f]*$/.test(text);
}
