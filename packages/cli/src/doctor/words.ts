import type { Example } from '@needs-retry/insights';

const MOST_LINES = 6;
const MOST_EXAMPLES = 5;

/** `1 call`, `1,200 calls`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `350 ms`, `2.9 s`, `14 min`. */
export function spent(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 100) return `${Number(seconds.toFixed(1))} s`;
  const minutes = seconds / 60;
  return minutes < 100 ? `${Math.round(minutes)} min` : `${Number((minutes / 60).toFixed(1))} h`;
}

/** `dynamodb GetItem (orders)` */
export function placeOf(of: {
  readonly service: string;
  readonly operation: string;
  readonly resource?: string | undefined;
}): string {
  return `${of.service} ${of.operation}${of.resource === undefined ? '' : ` (${of.resource})`}`;
}

/** As many lines as one reads, and how many there are besides. */
export function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `and ${rest} more`] : [...lines];
}

export function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

export function examplesOf(items: readonly { readonly examples: readonly Example[] }[]): Example[] {
  return items.flatMap(({ examples }) => examples).slice(0, MOST_EXAMPLES);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  if (distinct.length < 2) return distinct.join();
  return `${distinct.slice(0, -1).join(', ')} and ${distinct.at(-1)}`;
}
