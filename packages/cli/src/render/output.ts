import type { QueryResult } from '@needs-retry/insights';
import { outlineOf } from '@needs-retry/insights';
import type { Terminal } from '../terminal.js';
import { renderChart } from './chart.js';
import { renderMarkdown } from './markdown.js';
import { visible } from './printable.js';
import { renderCsv, renderJson, renderJsonLines } from './text.js';

export const OUTPUTS = ['table', 'chart', 'json', 'jsonl', 'csv', 'markdown'] as const;
export type Output = (typeof OUTPUTS)[number];

/** Writes an answer, or what comes after what was written before. */
export type Render = (result: QueryResult, isContinued?: boolean) => Promise<void>;

/** How the answer to a query is written. */
export function rendererOf(output: Output, query: string, terminal: Terminal): Render {
  return async (result, isContinued = false) => {
    const whole = await textOf(result, output, query, terminal);
    // The line of names is written once.
    const text = output === 'csv' && isContinued ? whole.slice(whole.indexOf('\n') + 1) : whole;
    if (text !== '') terminal.write(`${text}\n`);
  };
}

async function textOf(
  result: QueryResult,
  output: Output,
  query: string,
  terminal: Terminal,
): Promise<string> {
  const style = { color: terminal.isColor, width: terminal.columns };
  switch (output) {
    case 'json':
      return renderJson(result, outlineOf(query));
    case 'jsonl':
      return renderJsonLines(result, outlineOf(query));
    case 'csv': {
      const text = renderCsv(result);
      return terminal.isOutputTerminal ? visible(text) : text;
    }
    default:
      if (result.rows.length === 0) return '';
  }
  if (output === 'markdown') return renderMarkdown(result);
  const chart = output === 'chart' ? renderChart(result, style) : undefined;
  // Loaded where it is wanted: each library takes as long to load as a small log to read.
  return chart ?? (await import('./table.js')).renderTable(result, style);
}
