import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyzeLogs } from '@needs-retry/insights';
import type { Browser, Page } from 'playwright-core';
import { diagnose } from '../src/doctor/diagnose.js';
import { reportHtml } from '../src/report/html.js';
import { barriersIn, browserTest, complaintsOf, openBrowser } from './support/browser.js';
import { everything, hostile, manyTimes } from './support/logs.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
/** Where the nightly run keeps what it has seen. */
const SCREENSHOTS = process.env.SCREENSHOTS;
const isNightly = SCREENSHOTS !== undefined;
/** Of large pages `axe` looks at every element. */
if (isNightly) jest.setTimeout(900_000);

let browser: Browser | undefined;
let log: string[];
beforeAll(async () => {
  log = await everything();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

browserTest('shows the numbers, and filters them by service and time with the keyboard alone', async () => {
  const { page, complaints } = await opened(await written('all.html', () => log));

  const whole = await tiles(page);
  await page.getByLabel('Service').selectOption('s3');
  const ofS3 = await tiles(page);
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await page.getByRole('slider').focus();
  for (const key of ['Home', 'Enter']) await page.keyboard.press(key);
  const ofFirst = await tiles(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Switch to dark colours' }).click();

  const { totals } = await analysisOf(log);
  expect(whole.slice(0, 3)).toEqual([totals.retries, totals.throttles, totals.gaveUp].map(String));
  expect(Number(ofS3[0])).toBeGreaterThan(0);
  expect(Number(ofS3[0])).toBeLessThan(totals.retries);
  expect(Number(ofFirst[0])).toBeLessThanOrEqual(totals.retries);
  expect(await tiles(page)).toEqual(whole);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(complaints).toEqual([]);
});

browserTest('what a log holds is text, never markup', async () => {
  const { page, complaints } = await opened(await written('hostile.html', () => hostile(log)));
  await openAll(page);

  const elements = await page.locator('img, iframe, a, object, embed, form, script').count();
  const text = await page.locator('main').textContent();

  // The data and the page's own script.
  expect(elements).toBe(2);
  expect(text).toContain('<img src=x onerror=alert(2)>');
  expect(text).toContain('\\u202egnp.exe');
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(complaints).toEqual([]);
});

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const NIGHTLY = [10, 100_000].flatMap((retries) =>
  (['desktop', 'phone'] as const).flatMap((size) =>
    (['light', 'dark'] as const).map((scheme) => ({ retries, size, scheme })),
  ),
);

(isNightly ? browserTest : test.skip).each(NIGHTLY)(
  'looks well with $retries retries on a $size in $scheme',
  async ({ retries, size, scheme }) => {
    const file = await written(`${retries}.html`, () => manyTimes(log, retries));
    const { page, complaints } = await opened(file, SIZES[size], scheme);
    const paintMs = await firstPaintMs(page);
    await openAll(page);

    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    mkdirSync(SCREENSHOTS!, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS!, `${retries}-${size}-${scheme}.png`), fullPage: true });

    expect(complaints).toEqual([]);
    expect(await barriersIn(page)).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(statSync(file).size).toBeLessThan(2_000_000);
    expect(paintMs).toBeLessThan(1000);
  },
);

async function analysisOf(lines: readonly string[]) {
  const times = timesOf(lines);
  return analyzeLogs(lines.map((message, index) => ({ timestamp: times[index]!, message, logStream: 'a' })));
}

/** Of lines that say none, the time of the line before. */
function timesOf(lines: readonly string[]): number[] {
  let time = Date.UTC(2026, 2, 1);
  return lines.map((line) => {
    time = Number(/"Timestamp":(\d+)/.exec(line)?.[1] ?? time);
    return time;
  });
}

/** The report of a log, in a file that is written once. */
async function written(name: string, log: () => readonly string[]): Promise<string> {
  const file = join(folder, name);
  if (existsSync(file)) return file;
  const analysis = await analysisOf(log());
  writeFileSync(
    file,
    reportHtml({ log: ['orders.log'], createdAt: 0, analysis, findings: diagnose(analysis) }),
  );
  return file;
}

async function opened(
  file: string,
  viewport: { readonly width: number; readonly height: number } = SIZES.desktop,
  colorScheme: 'light' | 'dark' = 'light',
) {
  browser ??= await openBrowser();
  const page = await browser.newPage({ viewport, colorScheme });
  // Jest's own limit is the only one.
  page.setDefaultTimeout(0);
  const complaints = complaintsOf(page);
  await page.goto(pathToFileURL(file).href);
  await whole(page);
  return { page, complaints };
}

/** What is below the first screen is made after the first paint. */
async function whole(page: Page): Promise<void> {
  await page.locator('html[data-whole]').waitFor();
}

/** The shortest of several: another process may have been busy. */
async function firstPaintMs(page: Page): Promise<number> {
  const times: number[] = [];
  for (let load = 0; load < 5; load++) {
    await page.reload();
    await whole(page);
    times.push(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
  }
  return Math.min(...times);
}

/** The numbers of the headline. */
function tiles(page: Page): Promise<string[]> {
  return page.locator('.tile-number').allInnerTexts();
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
  // What is drawn when it is opened is drawn by the next frames.
  await page.evaluate(
    'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(undefined))))',
  );
}
