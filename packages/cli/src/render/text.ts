import type { QueryOutline, QueryResult } from '@needs-retry/insights';
import { cellsOf, isNumber } from './cells.js';
import { visible } from './printable.js';

type Answer = Pick<QueryResult, 'columns' | 'rows'>;

/** One JSON array of objects. What the query has calculated is a number, other values are the texts they are. */
export function renderJson(answer: Answer, outline?: QueryOutline): string {
  return visible(JSON.stringify(objectsOf(answer, outline), undefined, 2));
}

/** One JSON object a line. */
export function renderJsonLines(answer: Answer, outline?: QueryOutline): string {
  return objectsOf(answer, outline)
    .map((object) => visible(JSON.stringify(object)))
    .join('\n');
}

/** Comma-separated values as RFC 4180 has them, a line of names first. */
export function renderCsv(answer: Answer): string {
  return [answer.columns, ...cellsOf(answer)].map((cells) => cells.map(csvCell).join(',')).join('\n');
}

/** `__proto__` can be the name of a field, too. */
function objectsOf({ rows }: Answer, outline: QueryOutline | undefined): Record<string, string | number>[] {
  const typed = (field: string, value: string) =>
    outline?.numbers.has(field) && isExact(value) ? Number(value) : value;
  return rows.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, typed(field, value)])));
}

/** Whether a number says as much as the text. */
function isExact(text: string): boolean {
  return String(Number(text)) === text && Number.isFinite(Number(text)) && (isNumber(text) || /e/.test(text));
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
