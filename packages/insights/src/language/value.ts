/** What a field or an expression can be. `undefined` is a field that is missing, the language's only "nothing". */
export type Value = string | number | boolean | Timestamp | Structure | undefined;

/** An instant: compared and calculated with as its epoch milliseconds, written as the service writes it. */
export class Timestamp {
  constructor(readonly ms: number) {}

  toString(): string {
    const iso = isoText(this.ms);
    return iso === undefined ? String(this.ms) : iso.replace('T', ' ').replace('Z', '');
  }
}

/** A map or a list. For text, number and date functions it is the same as missing. */
export class Structure {
  constructor(readonly json: object) {}

  toString(): string {
    return JSON.stringify(this.json);
  }
}

/** The value as text for functions and comparisons: structures are missing there. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value instanceof Structure) return undefined;
  return display(value);
}

/** The value as it stands in a row of the answer, where structures are JSON. */
export function display(value: Exclude<Value, undefined>): string;
export function display(value: Value): string | undefined;
export function display(value: Value): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return numberText(value);
  return value === undefined ? undefined : value.toString();
}

/** The value as a number, which text is if it reads as one. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return parseNumber(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Timestamp ? value.ms : undefined;
}

/** Reads a decimal number; hexadecimal, `Infinity` and blank text are none. */
export function parseNumber(text: string): number | undefined {
  const first = text.charCodeAt(0);
  // Most text is no number, and most of that shows in its first character.
  if (first > 0x39 || Number.isNaN(first) || !NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A number that is none (a division by zero, an overflow) is a missing value. */
export function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/**
 * The longest text that a function gives, in UTF-16 units; longer text is a missing value. No event is longer,
 * but functions of functions could make text of any length from it.
 */
export const LONGEST_TEXT = 1 << 20;

export function bounded(text: string): string | undefined {
  return text.length > LONGEST_TEXT ? undefined : text;
}

/** Whether a value, standing where a condition is wanted, holds. */
export function truthy(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '' && value !== '0' && value !== 'false';
  return typeof value === 'number' ? value !== 0 : value !== undefined;
}

/** Wraps what `JSON.parse` or the field scanner gives; `null` is missing. */
export function fromJson(json: unknown): Value {
  if (json === null || json === undefined) return undefined;
  if (typeof json === 'object') return new Structure(json);
  return typeof json === 'number' ? finite(json) : (json as string | boolean);
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function numberText(number: number): string {
  const text = String(number);
  // The service has no exponents in its results for whole numbers of this size.
  if (!text.includes('e')) return text;
  return Math.abs(number) >= 1 ? BigInt(Math.round(number)).toString() : text;
}

function isoText(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
