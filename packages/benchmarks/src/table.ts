import { estimate } from './stats.js';

/** A table of results, for people and as data. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** The columns of times in nanoseconds: their median and its 95 % interval. */
export function spread(values: readonly number[]): Record<string, number> {
  const { median: middle, low, high } = estimate(values);
  return { ns: Math.round(middle), 'ns from': Math.round(low), 'ns to': Math.round(high) };
}

export function ratio(value: number, floor: number): number {
  return Math.round((value / floor) * 100) / 100;
}

export function markdown({ title, rows }: Table): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ].join('\n');
}
