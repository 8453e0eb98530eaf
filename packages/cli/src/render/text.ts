import type { QueryResult } from '@needs-retry/insights';

type Answer = Pick<QueryResult, 'columns' | 'rows'>;

/** One JSON array of objects. */
export function renderJson(answer: Answer): string {
  return JSON.stringify(objectsOf(answer), undefined, 2);
}

/** One JSON object a line. */
export function renderJsonLines(answer: Answer): string {
  return objectsOf(answer)
    .map((object) => JSON.stringify(object))
    .join('\n');
}

/** Comma-separated values as RFC 4180 has them, a line of names first. */
export function renderCsv({ columns, rows }: Answer): string {
  const lines = rows.map((row) => {
    const values = new Map(row.map(({ field, value }) => [field, value]));
    return columns.map((column) => values.get(column) ?? '');
  });
  return [columns, ...lines].map((cells) => cells.map(csvCell).join(',')).join('\n');
}

/** `__proto__` can be the name of a field, too. */
function objectsOf({ rows }: Answer): Record<string, string>[] {
  return rows.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
