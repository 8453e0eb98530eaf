import { blocksOf } from '../src/blocks.js';
import { allPages, type Page } from '../src/pages.js';
import { shellLines } from '../src/shell.js';
import { typescriptBlocks } from '../src/typescript.js';

const pages = new Map(allPages().map((page) => [page.path, page]));
const withCode = [...new Set(typescriptBlocks().map(({ page }) => page))];

test.each(withCode)('%s says how to install what its code imports', (path) => {
  const code = typescriptBlocks()
    .filter(({ page }) => page === path)
    .map((block) => block.code)
    .join('\n');

  const missing = importsOf(code).filter((name) => !installsOf(pages.get(path)!).includes(name));

  expect(missing).toEqual([]);
});

/** The packages that code imports. */
function importsOf(code: string): readonly string[] {
  const specifiers = [...code.matchAll(/ from '([^'.][^']*)'/g)].map(([, specifier]) => specifier!);
  const names = specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)].map((name) => (name === 'aws-lambda' ? '@types/aws-lambda' : name));
}

/** The packages of all install lines of a page. */
function installsOf(page: Page): readonly string[] {
  return blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(shellLines)
    .flatMap((line) => (line.kind === 'install' ? line.packages : []));
}
