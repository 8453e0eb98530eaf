import type { QueryResult } from '@needs-retry/insights';

/** The values of each row by columns; empty where one is missing. */
export function cellsOf({ columns, rows }: Pick<QueryResult, 'columns' | 'rows'>): string[][] {
  return rows.map((row) => {
    const values = new Map(row.map(({ field, value }) => [field, value]));
    return columns.map((column) => values.get(column) ?? '');
  });
}

export function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}
