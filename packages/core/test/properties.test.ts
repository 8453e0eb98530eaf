import { currentProperties, mergeProperties } from '../src/call/properties.js';
import { withProperties } from '../src/index.js';

test('nested properties add up, the inner ones winning, and end with their function', async () => {
  const seen: unknown[] = [];
  const result = await withProperties({ a: 1, b: 1 }, async () => {
    await new Promise(setImmediate);
    const inner = withProperties({ b: 2, c: 2 }, () => {
      seen.push(currentProperties());
      return 'inner';
    });
    seen.push(currentProperties());
    return inner;
  });
  seen.push(currentProperties());

  expect(result).toBe('inner');
  expect(seen).toEqual([{ a: 1, b: 2, c: 2 }, { a: 1, b: 1 }, undefined]);
});

test('what is changed later in the object does not count', () => {
  const properties = { a: 1 };
  withProperties(properties, () => {
    properties.a = 2;
    expect(currentProperties()).toEqual({ a: 1 });
  });
});

test('many at once never see each other', async () => {
  const all = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) =>
      withProperties({ i }, async () => {
        await new Promise(setImmediate);
        return currentProperties()?.i;
      }),
    ),
  );
  expect(all).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
});

test.each([
  [null, 'null'],
  ['orderId', '"orderId"'],
])('properties that are no object are refused: %p', (properties, got) => {
  expect(() => withProperties(properties as never, () => {})).toThrow(
    new TypeError(`Expected \`properties\` to be an object, got ${got}.`),
  );
});

test('a property called __proto__ is a property', () => {
  const merged = mergeProperties([JSON.parse('{"__proto__": "x", "a": 1}')], () => {});
  expect(Object.entries(merged)).toEqual([
    ['__proto__', 'x'],
    ['a', 1],
  ]);
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
});
