import type { Analysis } from '@needs-retry/insights';
import type { NamedFinding } from '../doctor/diagnose.js';
import { visible } from '../render/printable.js';

/** What the page shows: plain data, whose texts have nothing in them that changes how other text is shown. */
export type PageData = {
  /** Names of the files or log groups. */
  readonly log: readonly string[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly analysis: Analysis;
  readonly findings: readonly NamedFinding[];
};

/** The page with its script and its style is to stay below 2 MB. */
const MOST_BYTES = 1_800_000;
const LONGEST_TEXT = 120;

/** The data as JSON that can stand in a page: it has no `<`, so that nothing in it is markup. */
export function pageJson(data: PageData): string {
  const readable = textsMadeReadable(data) as PageData;
  let text = JSON.stringify(readable);
  for (const moments of [30, 10, 0]) {
    if (Buffer.byteLength(text) <= MOST_BYTES) break;
    text = JSON.stringify(withTimelines(readable, moments));
  }
  return text.replaceAll('<', '\\u003c');
}

function withTimelines(data: PageData, most: number): PageData {
  const invocations = data.analysis.invocations.map((invocation) => ({
    ...invocation,
    timeline: invocation.timeline.slice(0, most),
    left: invocation.left + Math.max(0, invocation.timeline.length - most),
  }));
  const note = `Timelines are cut to ${most} events, so that the page stays below 2 MB.`;
  return { ...data, analysis: { ...data.analysis, invocations, notes: [...data.analysis.notes, note] } };
}

/** Also of names: `__proto__` is one like any other. */
function textsMadeReadable(value: unknown): unknown {
  if (typeof value === 'string') return shortened(visible(value));
  if (Array.isArray(value)) return value.map(textsMadeReadable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textsMadeReadable(each)]));
}

/** What we write ourselves has spaces and is as long as it is. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT || text.split(' ').length > 8) return text;
  return `${text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
