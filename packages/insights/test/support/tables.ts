/** Rows as a `stats` would give them, worked out without one: the keys of each group, then its numbers. */
export function grouped<T>(
  items: readonly T[],
  keys: (item: T) => string[],
  numbers: (group: T[]) => number[],
): string[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keys(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].map(([key, group]) => [...(JSON.parse(key) as string[]), ...numbers(group).map(String)]);
}

/** In an order that does not depend on where the rows come from. */
export function sortedByText(rows: readonly string[][]): string[][] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** An instant as the service writes it. */
export function time(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
