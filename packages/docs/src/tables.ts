import type { Page } from './pages.js';

/** A table as the texts of its cells. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables of a page, without those in blocks of code. */
export function tablesOf({ text }: Page): readonly Table[] {
  const prose = text.replaceAll(/^( *)```.*?^\1```$/gms, '');
  return [...prose.matchAll(/^ *(\|.*\|)\n *\|(?: *:?-+:? *\|)+((?:\n *\|.*\|)*)/gm)].map(
    ([, head, rows]) => ({
      headings: cellsOf(head!),
      rows: rows!.split('\n').filter(Boolean).map(cellsOf),
    }),
  );
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
