/** Values of the reference. Instants and what JSON nests are objects of their own; `undefined` is missing. */
export type V = undefined | string | number | boolean | Instant | Nested;
export type Instant = { readonly ms: number };
export type Nested = { readonly json: object };

export const isInstant = (value: V): value is Instant => typeof value === 'object' && 'ms' in value;
export const isNested = (value: V): value is Nested => typeof value === 'object' && 'json' in value;

export function wrap(json: unknown): V {
  if (json === null || json === undefined) return undefined;
  return typeof json === 'object' ? { json } : (json as string | number | boolean);
}

/** As it is shown in a row. */
export function shown(value: V): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (isInstant(value)) return new Date(value.ms).toISOString().slice(0, -1).replace('T', ' ');
  // The service writes the digits of a whole number, however many.
  if (typeof value === 'number' && Math.abs(value) >= 1e21 && Number.isFinite(value))
    return BigInt(value).toString();
  return isNested(value) ? JSON.stringify(value.json) : String(value);
}

export function text(value: V): string | undefined {
  return isNested(value) ? undefined : shown(value);
}

export function number(value: V): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (isInstant(value)) return value.ms;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?\s*$/i.test(value))
    return undefined;
  return Number(value);
}

export function equal(a: V, b: V): boolean {
  if (a === undefined || b === undefined || isNested(a) || isNested(b)) return false;
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  for (const [flag, word] of [
    [a, b],
    [b, a],
  ] as const) {
    if (typeof flag === 'boolean' && typeof word === 'string') {
      return (flag ? ['true', '1'] : ['false', '0']).includes(word.toLowerCase());
    }
  }
  return number(a) !== undefined && number(a) === number(b);
}

export function compared(op: string, a: V, b: V): boolean {
  if (op === '=' || op === '==') return equal(a, b);
  if (op === '!=') return !isNested(a) && !isNested(b) && !equal(a, b);
  if (a === undefined || b === undefined || isNested(a) || isNested(b)) return false;
  let difference: number;
  if (number(a) !== undefined && number(b) !== undefined) difference = number(a)! - number(b)!;
  else if (isInstant(a) || isInstant(b)) return false;
  else difference = text(a)! < text(b)! ? -1 : text(a)! > text(b)! ? 1 : 0;
  return { '<': difference < 0, '<=': difference <= 0, '>': difference > 0, '>=': difference >= 0 }[op]!;
}

export function holds(value: V): boolean {
  if (typeof value === 'string') return !['', '0', 'false'].includes(value);
  return value !== undefined && value !== 0 && value !== false;
}

/** Missing values, then text in chunks, then numbers by value and text. */
export function naturally(a: V, b: V): number {
  const rank = (value: V) => (text(value) === undefined ? 0 : number(value) === undefined ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 0) return 0;
  const [left, right] = [text(a)!, text(b)!];
  if (rank(a) === 2) return number(a)! - number(b)! || (left < right ? -1 : left > right ? 1 : 0);
  const [one, other] = [chunks(left), chunks(right)];
  for (let index = 0; index < Math.min(one.length, other.length); index++) {
    const [x, y] = [one[index]!, other[index]!];
    if (x === y) continue;
    if (/\d/.test(x) && /\d/.test(y) && x.length !== y.length) return x.length - y.length;
    return x < y ? -1 : 1;
  }
  return one.length - other.length;
}

/** Runs of digits, and every other character alone. */
function chunks(value: string): string[] {
  return value.match(/\d+|[^\d]/g) ?? [];
}
