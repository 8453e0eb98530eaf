import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { docsPages, root } from '../pages.js';
import { problemsOf, type Size } from './page.js';
import { serve } from './serve.js';

// `pnpm site:look [folder] [page ...]`: opens every page of the built site, or those named, in a browser, at the widths of a
// desktop and a phone, in light and dark, and says what is wrong. Pictures go into the folder. CHROMIUM names the browser.

const BASE = '/needs-retry/';
const SIZES: readonly Size[] = [
  { name: 'desktop', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
];
const [folder, ...wanted] = process.argv.slice(2);
if (folder !== undefined) mkdirSync(folder, { recursive: true });

const site = await serve(join(root, 'packages', 'docs', 'dist'), BASE);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let count = 0;
const all = docsPages().map((path) => path.replace(/^docs\//, '').replace(/\.md$/, ''));
for (const name of wanted.length === 0 ? all : wanted) {
  for (const size of SIZES) {
    for (const dark of [false, true]) {
      const url = `${site.origin}${BASE}${name.replace(/README$/, '')}`;
      const picture =
        folder && join(folder, `${name.replaceAll('/', '-')}-${size.name}-${dark ? 'dark' : 'light'}.png`);
      const problems = await problemsOf(browser, { url, size, dark, ...(picture ? { picture } : {}) });
      for (const problem of problems)
        console.error(`${name}, ${size.name}, ${dark ? 'dark' : 'light'}: ${problem}`);
      count += problems.length;
    }
  }
}
await browser.close();
site.stop();
console.log(`${count} problems`);
process.exitCode = count === 0 ? 0 : 1;
