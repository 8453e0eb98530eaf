import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type Page, root } from './pages.js';

const REPOSITORY = 'https://github.com/needs-retry/needs-retry/';

/** The links of a page into this repository that lead nowhere, relative or absolute, with their anchors. */
export function deadLinks(page: Page): readonly string[] {
  return linksOf(page).filter((link) => {
    const target = targetOf(page.path, link);
    return target !== undefined && !exists(target);
  });
}

interface Target {
  readonly path: string;
  readonly anchor: string | undefined;
}

function linksOf({ text }: Page): readonly string[] {
  const prose = text.replaceAll(/^( *)```.*?^\1```$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
    ([, link, source]) => link ?? source!,
  );
}

/** Undefined for what is not in this repository. */
function targetOf(from: string, link: string): Target | undefined {
  const own = new RegExp(`^${REPOSITORY}(?:tree|blob|raw)/main/(.*)`).exec(link)?.[1];
  if (own === undefined && /^[a-z]+:/.test(link)) return undefined;
  const [path, anchor] = (own ?? link).split('#') as [string, string | undefined];
  if (own !== undefined) return { path, anchor };
  return { path: path === '' ? from : normalize(join(dirname(from), path)), anchor };
}

function exists({ path, anchor }: Target): boolean {
  const file = join(root, path);
  if (!existsSync(file)) return false;
  // GitHub shows the README of a folder.
  const page = statSync(file).isDirectory() ? join(file, 'README.md') : file;
  return anchor === undefined || (existsSync(page) && anchorsOf(readFileSync(page, 'utf8')).has(anchor));
}

/** As GitHub and VitePress make them of headings that are unlike one another. */
function anchorsOf(text: string): ReadonlySet<string> {
  const prose = text.replaceAll(/^( *)```.*?^\1```$/gms, '');
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  return new Set([...headings.map(slugOf), 'readme']);
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
