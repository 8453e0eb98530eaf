import fc from 'fast-check';
import { atPath, FieldScanner } from '../src/language/json-fields.js';
import { fromJson, Structure, type Value } from '../src/language/value.js';

const keys = fc.constantFrom('a', 'b', 'a.b', '0', 'é', 'k"', '__proto__', 'x');
const leaves = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaves,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const objects = fc.dictionary(keys, json, { maxKeys: 5, noNullPrototype: true });
const spaces = fc.constantFrom(undefined, 1, '\t');
const paths = ['a', 'b', 'a.b', 'a.b.a', 'a.0', 'a.0.b', 'é', 'k"', 'x.a.b', 'b.0.a.b', '0'];

test('finds what JSON.parse and a walk along the path find', () => {
  fc.assert(
    fc.property(objects, spaces, (object, space) => {
      const text = JSON.stringify(object, undefined, space);

      const { values, end } = scanned(text);

      expect(end).toBe(Buffer.byteLength(text));
      // A key with dots and a path of keys can give the same name; then either may be found.
      for (const [index, path] of paths.entries()) {
        const candidates = everyValueAt(JSON.parse(text), path);
        if (candidates.length === 0) expect(values[index]).toBeUndefined();
        else expect(candidates.map(exact)).toContainEqual(exact(values[index]));
      }
    }),
    { numRuns: 2000 },
  );
});

test('accepts exactly the objects that JSON.parse accepts', () => {
  const damage = fc.tuple(
    fc.nat(),
    fc.constantFrom('', ',', '"', '{', '}', '\\', '0', '-', 'e', ' ', '\u0001', 'ä'),
    fc.nat(2),
  );
  fc.assert(
    fc.property(objects, spaces, fc.array(damage, { maxLength: 3 }), (object, space, damages) => {
      let text = JSON.stringify(object, undefined, space);
      for (const [at, put, length] of damages) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + put + text.slice(place + length);
      }
      if (!text.startsWith('{')) return;

      const { end } = scanned(text);

      expect(end === Buffer.byteLength(text.trimEnd())).toBe(isJson(text));
    }),
    { numRuns: 5000 },
  );
});

test('reads a document as if it had seen none before, however like those it is', () => {
  const values = fc.oneof(
    leaves,
    fc.constantFrom('INFO', 'ERROR', 'a'.repeat(17), 12.5, 9007199254740993n, -0),
  );
  const damage = fc.tuple(
    fc.nat(),
    fc.constantFrom('', '"', '{', '}', '\\', '0', '-', '.', ' ', '\u0001', 'ä'),
    fc.nat(1),
  );
  const alike = fc.tuple(
    objects,
    spaces,
    fc.array(fc.tuple(fc.array(values), fc.option(damage)), { maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(alike, { maxLength: 9 }), (groups) => {
      const texts = groups.flatMap(([object, space, others]) =>
        others.map(([put, damages]) => damaged(withLeaves(object, put, space), damages)),
      );
      const scanner = newScanner();

      const found = texts.map((text) => scannedBy(scanner, text));

      expect(found).toEqual(texts.map(scanned));
    }),
    { numRuns: 300 },
  );
});

/** The document with other leaves, as many as there are. */
function withLeaves(object: object, leaves: readonly unknown[], space: string | number | undefined): string {
  const rest = [...leaves];
  const replaced = (_key: string, value: unknown) =>
    rest.length > 0 && (typeof value !== 'object' || value === null) ? rest.shift() : value;
  return JSON.stringify(
    object,
    (key, value) => {
      const leaf = replaced(key, value);
      return typeof leaf === 'bigint' ? `\u0007${leaf}` : leaf;
    },
    space,
  ).replace(/"\\u0007(\d+)"/g, '$1');
}

function damaged(text: string, damage: readonly [number, string, number] | null): string {
  if (damage === null) return text;
  const [at, put, length] = damage;
  const place = 1 + (at % text.length);
  return text.slice(0, place) + put + text.slice(place + length);
}

test('takes the last of two equal keys, as JSON.parse does', () => {
  expect(scanned('{"a":1,"b":2,"a":3}').values.slice(0, 2)).toEqual([3, 2]);
});

test('is not led astray by depth', () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

  expect(scanned(deep).end).toBe(-1);
});

type Scanned = { readonly values: Value[]; readonly end: number };

function scanned(text: string): Scanned {
  return scannedBy(newScanner(), text);
}

function newScanner(): FieldScanner {
  return new FieldScanner(paths.map((name, slot) => ({ name, slot })));
}

function scannedBy(scanner: FieldScanner, text: string): Scanned {
  const values: Value[] = new Array(paths.length).fill(undefined);
  const bytes = Buffer.from(`${text}\0`);
  const end = scanner.scan(bytes, 0, bytes.length - 1, values);
  // What an object that is none has left behind is nobody's.
  return { end, values: end < 0 ? [] : values };
}

/** A whole number beyond what a double can count keeps its digits as text. */
function exact(value: Value): Value {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value;
}

function everyValueAt(value: unknown, path: string): Value[] {
  if (typeof value !== 'object' || value === null) return [];
  const whole = Object.hasOwn(value, path) ? [(value as Record<string, unknown>)[path]] : [];
  const found = whole.map((each) => (each === null ? undefined : fromJson(each)));
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (Object.hasOwn(value, key)) {
      found.push(...everyValueAt((value as Record<string, unknown>)[key], path.slice(dot + 1)));
    }
  }
  return found;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('a path is found in a structure, too, whichever of its dots end a key', () => {
  expect(atPath({ 'a.b': { c: 1 }, a: { x: 2 } }, 'a.b.c')).toBe(1);
  expect(new Structure({ a: 1 }).toString()).toBe('{"a":1}');
});
