import { FieldScanner } from '../language/json-fields.js';
import type { Value } from '../language/value.js';

/** The longest prefix that a timestamp at the beginning of a line takes. */
export const LONGEST_TIMESTAMP = 40;

/** `2026-03-01T12:00:00.000Z`, with any number of decimals and any offset, or a blank for the `T`; or milliseconds. */
const ISO = /^(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|1\d{12}(?=[\t ,]|$))/;

/** Where the timestamp at the beginning of `text` ends; 0: there is none. */
export function timestampLength(text: string): number {
  return ISO.exec(text)?.[0].length ?? 0;
}

/** Reads such a timestamp; without an offset it is UTC, as the AWS CLI writes it. */
export function parseTimestamp(text: string): number | undefined {
  if (text.length === 13 && /^\d{13}$/.test(text)) return Number(text);
  if (text.length === JAVASCRIPT && SCRATCH.write(text) === JAVASCRIPT) {
    const quick = quickTime(SCRATCH, 0);
    if (quick !== undefined) return quick;
  }
  const iso = text.replace(' ', 'T').replace(',', '.');
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The length of a time in the notation of JavaScript, which nearly all have, and room for as many characters. */
const JAVASCRIPT = 24;
const SCRATCH = Buffer.alloc(JAVASCRIPT * 3);

/** Whether the bytes at `start` begin like a date: cheap, and enough to look closer. */
export function looksDated(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start >= 19 &&
    bytes[start + 4] === DASH &&
    bytes[start + 7] === DASH &&
    bytes[start + 13] === COLON &&
    bytes[start + 16] === COLON &&
    isDigit(bytes[start]!)
  );
}

/** When a line of a log says that it was written: at its beginning, or in its JSON; undefined: it does not say. */
export function timeOfLine(bytes: Buffer, start: number, end: number): number | undefined {
  if (looksDated(bytes, start, end)) {
    const quick = quickTime(bytes, start);
    if (quick !== undefined) return quick;
    const prefix = bytes.toString('latin1', start, Math.min(end, start + LONGEST_TIMESTAMP));
    const length = timestampLength(prefix);
    return length > 0 ? parseTimestamp(prefix.slice(0, length)) : undefined;
  }
  return bytes[start] === OPEN_BRACE ? timeOfDocument(bytes, start, end) : undefined;
}

const documents = new FieldScanner(
  ['timestamp', '_aws.Timestamp', 'time', '@timestamp'].map((name, slot) => ({ name, slot })),
);

/** A Lambda log has `timestamp`, its platform's events have `time`, and an EMF document has its own. */
function timeOfDocument(bytes: Buffer, start: number, end: number): number | undefined {
  const second = bytes[start + 2];
  if (second === LETTER_T && looksLike(bytes, start, TIMESTAMP)) {
    const time = quickTime(bytes, start + TIMESTAMP.length);
    if (time !== undefined && bytes[start + 38] === QUOTE) return time;
  }
  if (second === LETTER_T || second === UNDERSCORE) {
    const quick = QUICK.exec(bytes.toString('latin1', start, Math.min(end, start + LONGEST_QUICK)));
    if (quick) return quick[1] ? Number(quick[1]) : parseTimestamp(quick[2]!);
  }
  const values: Value[] = [];
  if (documents.scan(bytes, start, end, values) < 0) return undefined;
  for (const value of values) {
    const time = typeof value === 'string' ? parseTimestamp(value) : value;
    if (typeof time === 'number' && time > LEAST_MS) return time;
  }
  return undefined;
}

// What EMF documents and the lines of a JSON log begin with: they need not be read any further.
const QUICK = /^\{(?:"_aws":\{"Timestamp":(\d{13})[,}]|"timestamp":"(\d{4}-[^"]{5,30})",)/;
const LONGEST_QUICK = 64;
const TIMESTAMP = Buffer.from('{"timestamp":"');
const QUOTE = 0x22;
const COLON = 0x3a;
const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const LETTER_T = 0x74;
const OPEN_BRACE = 0x7b;
// The beginning of 1990: what is smaller counts seconds, or something else.
const LEAST_MS = 631_152_000_000;

/** Reads `2026-03-01T12:00:00.000Z`, the notation of JavaScript, from its bytes; undefined: it is another one. */
function quickTime(bytes: Buffer, at: number): number | undefined {
  if (bytes[at + 10] !== 0x54 || bytes[at + 19] !== 0x2e || bytes[at + 23] !== 0x5a) return undefined;
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return undefined;
  if (bytes[at + 13] !== COLON || bytes[at + 16] !== COLON) return undefined;
  const date =
    (twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2)) * 10_000 +
    twoDigits(bytes, at + 5) * 100 +
    twoDigits(bytes, at + 8);
  const hours = twoDigits(bytes, at + 11);
  const minutes = twoDigits(bytes, at + 14);
  const seconds = twoDigits(bytes, at + 17);
  const hundredths = twoDigits(bytes, at + 20);
  const thousandths = bytes[at + 22]! - ZERO;
  const isTime =
    (hours | minutes | seconds | hundredths | thousandths) >= 0 &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 60 &&
    thousandths <= 9;
  if (!isTime || (date !== lastDate && !isDay(bytes, at, date))) return undefined;
  return lastDay + ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10 + thousandths;
}

/** Two digits as their number; anything else as one so far below zero that no sum with it is a date. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NO_DIGITS;
}

// The lines of a log are mostly of one day.
let lastDate = Number.NaN;
let lastDay = Number.NaN;

/** Remembers the day at `at`, if it is one. */
function isDay(bytes: Buffer, at: number, date: number): boolean {
  const day = Date.parse(`${bytes.toString('latin1', at, at + 10)}T00:00:00.000Z`);
  if (Number.isNaN(day)) return false;
  lastDate = date;
  lastDay = day;
  return true;
}

const ZERO = 0x30;
const NO_DIGITS = -1_000_000_000;

function looksLike(bytes: Buffer, start: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++)
    if (bytes[start + index] !== wanted[index]) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
