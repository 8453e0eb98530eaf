import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeLogs } from '@needs-retry/insights';
import { bundle } from '../page/bundle.js';
import { reportHtml } from '../src/report/html.js';
import { pageJson } from '../src/report/page-data.js';

test('the script and style that are kept are those of `page/`: `pnpm page` makes them', async () => {
  const kept = readFileSync(join(__dirname, '../src/report/page.generated.ts'), 'utf8');

  expect(kept).toBe(await bundle(join(__dirname, '../page')));
});

test('data is JSON without markup, and without what changes how text is shown', async () => {
  const analysis = await analyzeLogs([]);
  const data = { log: ['</script><b>\u202e\u0000\u2028'], createdAt: 0, analysis, findings: [] };

  const json = pageJson(data);

  expect(json).not.toMatch(/[<\p{Cc}\p{Cf}\u2028]/u);
  expect(JSON.parse(json).log).toEqual(['</script><b>\\u202e\\u0000\\u2028']);
  expect(reportHtml(data).match(/<\/?script/g)).toEqual(['<script', '</script', '<script', '</script']);
});
