import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportHtml } from 'needs-retry';
import type { Result } from './result.js';

/** What the demo leaves to look at. */
export type Written = { readonly log: string; readonly report: string };

/** Writes the log, as `aws logs tail` gives it, and its report to a folder of their own. */
export async function writeReport({ run, analysis, findings }: Result): Promise<Written> {
  const folder = await mkdtemp(join(tmpdir(), 'needs-retry-demo-'));
  const written = { log: join(folder, 'function.log'), report: join(folder, 'report.html') };
  const lines = run.log.map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}\n`);
  await writeFile(written.log, lines.join(''));
  const page = reportHtml({ log: [written.log], createdAt: Date.now(), analysis, findings });
  await writeFile(written.report, page);
  return written;
}

export function openHint({ log, report }: Written): string {
  return `Open the report in a browser: ${pathToFileURL(report).href}\nThe log is in ${log}`;
}
