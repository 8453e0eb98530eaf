import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

export interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface Look {
  readonly url: string;
  readonly size: Size;
  readonly dark: boolean;
  /** Where to put a picture of the window, if anywhere. */
  readonly picture?: string;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Looks at a page in a browser: what axe-core finds serious, what is wider than the window, what went wrong. */
export async function problemsOf(
  browser: Browser,
  { url, size, dark, picture }: Look,
): Promise<readonly string[]> {
  const page = await browser.newPage({
    viewport: { width: size.width, height: size.height },
    colorScheme: dark ? 'dark' : 'light',
  });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => errors.push(`failed: ${request.url()}`));
  const response = await page.goto(url, { waitUntil: 'load' });
  if (response?.status() !== 200) errors.push(`status ${response?.status()}`);
  if (picture !== undefined) await page.screenshot({ path: picture });
  const problems = [...errors, ...(await tooWide(page)), ...(await findings(page))];
  await page.close();
  return problems;
}

async function tooWide(page: Page): Promise<readonly string[]> {
  const excess = (await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
  return excess > 0 ? [`${excess} pixels wider than the window`] : [];
}

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly Finding[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, impact, nodes }) =>
        `${impact}: ${id} at ${nodes[0]!.target.join(' ')} and ${nodes.length - 1} others`,
    );
}
