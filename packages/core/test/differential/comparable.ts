/** A result or an error without what is chance: how long the SDK has waited. What holds streams is left out. */
export function comparable(value: unknown): unknown {
  if (!(value instanceof Error)) return withoutChance(value);
  const { name, message, cause } = value;
  const own = Object.fromEntries(
    Reflect.ownKeys(value)
      .filter((key) => key !== 'stack')
      .map((key) => [String(key), key === '$response' ? 'a response' : Reflect.get(value, key)]),
  );
  return { name, message, cause: cause && String(cause), own: withoutChance(own) };
}

function withoutChance(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each) =>
      key === 'totalRetryDelay' ? 'some' : each instanceof Error ? String(each) : each,
    ) ?? 'null',
  );
}
