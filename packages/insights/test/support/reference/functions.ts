import { holds, number, text, type V, wrap } from './values.js';

/** The functions that the differential test uses, after the documentation. */
export const functions: Record<string, (...args: V[]) => V> = {
  abs: (a) => ofNumber(a, Math.abs),
  ceil: (a) => ofNumber(a, Math.ceil),
  floor: (a) => ofNumber(a, Math.floor),
  greatest: (...args) => ofAll(args, (numbers) => Math.max(...numbers)),
  least: (...args) => ofAll(args, (numbers) => Math.min(...numbers)),
  strlen: (a) => ofText(a, (value) => Array.from(value).length),
  toupper: (a) => ofText(a, (value) => value.toUpperCase()),
  tolower: (a) => ofText(a, (value) => value.toLowerCase()),
  trim: (a) => ofText(a, (value) => value.trim()),
  concat: (...args) => args.map((value) => text(value) ?? '').join(''),
  replace: (a, b, c) => ofText(a, (value) => (text(b) ? value.split(text(b)!).join(text(c) ?? '') : value)),
  strcontains: (a, b) => flag(text(a) !== undefined && text(b) !== undefined && text(a)!.includes(text(b)!)),
  startsWith: (a, b) => flag(text(a) !== undefined && text(b) !== undefined && text(a)!.startsWith(text(b)!)),
  endsWith: (a, b) => flag(text(a) !== undefined && text(b) !== undefined && text(a)!.endsWith(text(b)!)),
  isempty: (a) => flag(!text(a)),
  isblank: (a) => flag(!text(a)?.trim()),
  ispresent: (a) => a !== undefined,
  isNumeric: (a) => number(a) !== undefined,
  coalesce: (...args) => args.find((value) => value !== undefined),
  if: (a, b, c) => (holds(a) ? b : c),
  toMillis: (a) => number(a),
  jsonParse: (a) => {
    if (typeof a === 'object' && 'json' in a) return a;
    const value = text(a);
    if (value === undefined || !/^\s*[[{]/.test(value)) return undefined;
    try {
      return wrap(JSON.parse(value));
    } catch {
      return undefined;
    }
  },
};

function flag(condition: boolean): number {
  return condition ? 1 : 0;
}

function ofNumber(value: V, apply: (value: number) => number): V {
  const found = number(value);
  return found === undefined ? undefined : apply(found);
}

function ofAll(values: readonly V[], apply: (values: number[]) => number): V {
  const numbers = values.map(number).filter((value) => value !== undefined);
  return numbers.length === 0 ? undefined : apply(numbers);
}

function ofText(value: V, apply: (value: string) => V): V {
  const found = text(value);
  return found === undefined ? undefined : apply(found);
}
