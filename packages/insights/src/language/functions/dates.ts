import { DateTime, IANAZone } from 'luxon';
import { numberOf, Timestamp, textOf, type Value } from '../value.js';
import { type ScalarFunction, takes } from './function.js';

export const dateFunctions: Record<string, ScalarFunction> = {
  frommillis: takes(1, 1, (value) => {
    const ms = numberOf(value);
    return ms === undefined ? undefined : new Timestamp(ms);
  }),
  tomillis: takes(1, 1, numberOf),
  parsedate: takes(2, 3, parseDate),
  formatdate: takes(2, 3, formatDate),
  strftime: takes(2, 3, formatDate),
};

/** Java's `DateTimeFormatter` letters where Luxon has another for the same; the others are the same in both. */
const JAVA_TO_LUXON: Record<string, string> = {
  uuuu: 'yyyy',
  uu: 'yy',
  EEEE: 'cccc',
  EEE: 'ccc',
  EE: 'ccc',
  E: 'ccc',
  n: 'u',
  S: 'u',
  SS: 'u',
  SSS: 'u',
  SSSSSS: 'u',
  SSSSSSSSS: 'u',
  DDD: 'ooo',
  D: 'o',
  XXX: 'ZZ',
  XX: 'ZZZ',
  X: 'Z',
  xxx: 'ZZ',
  xx: 'ZZZ',
  x: 'Z',
  ZZZZZ: 'ZZ',
  Z: 'ZZZ',
  ZZ: 'ZZZ',
  VV: 'z',
};

function parseDate(value: Value, format: Value, zone: Value): Value {
  const text = textOf(value);
  const pattern = textOf(format);
  if (text === undefined || pattern === undefined) return undefined;
  const zoneName = zoneOf(zone);
  if (zoneName === undefined) return undefined;
  const luxon = luxonPattern(pattern);
  // Luxon's offsets do not include the letter that Java writes for UTC.
  const offset = pattern.includes('X')
    ? text.replace(/Z$/, /XX\b|XXX/.test(pattern) ? offsetFor(pattern) : '+0')
    : text;
  const date = DateTime.fromFormat(offset, luxon, { zone: zoneName, locale: 'en-US' });
  return date.isValid ? date.toMillis() : undefined;
}

function offsetFor(pattern: string): string {
  return pattern.includes('XXX') ? '+00:00' : '+0000';
}

function luxonPattern(pattern: string): string {
  return pattern.replace(/'(?:[^']|'')*'|([A-Za-z])\1*/g, (part) => JAVA_TO_LUXON[part] ?? part);
}

function formatDate(value: Value, format: Value, zone: Value): Value {
  const ms = numberOf(value);
  const pattern = textOf(format);
  const zoneName = zoneOf(zone);
  if (ms === undefined || pattern === undefined || zoneName === undefined) return undefined;
  const date = DateTime.fromMillis(ms, { zone: zoneName, locale: 'en-US' });
  if (!date.isValid) return undefined;
  return pattern.replace(/%([A-Za-z%])/g, (whole, letter: string) => {
    const luxon = STRFTIME[letter];
    if (luxon !== undefined) return date.toFormat(luxon);
    return DERIVED[letter]?.(date) ?? whole;
  });
}

const STRFTIME: Record<string, string> = {
  Y: 'yyyy',
  y: 'yy',
  m: 'MM',
  d: 'dd',
  H: 'HH',
  I: 'hh',
  M: 'mm',
  S: 'ss',
  L: 'SSS',
  p: 'a',
  j: 'ooo',
  a: 'ccc',
  A: 'cccc',
  b: 'LLL',
  h: 'LLL',
  B: 'LLLL',
  z: 'ZZZ',
  Z: 'ZZZZ',
  F: 'yyyy-MM-dd',
  T: 'HH:mm:ss',
  R: 'HH:mm',
  D: 'MM/dd/yy',
  u: 'c',
  V: 'WW',
  G: 'kkkk',
};

const DERIVED: Record<string, (date: DateTime) => string> = {
  '%': () => '%',
  n: () => '\n',
  t: () => '\t',
  e: (date) => String(date.day).padStart(2, ' '),
  f: (date) => `${String(date.millisecond).padStart(3, '0')}000`,
  s: (date) => String(Math.floor(date.toSeconds())),
  w: (date) => String(date.weekday % 7),
};

function zoneOf(zone: Value): string | undefined {
  const name = textOf(zone);
  if (name === undefined || name.toUpperCase() === 'UTC' || name === 'Z') return 'UTC';
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(name);
  if (offset) return `UTC${offset[1]}${offset[2]}:${offset[3] ?? '00'}`;
  return IANAZone.isValidZone(name) ? name : undefined;
}
