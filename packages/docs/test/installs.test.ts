import { blocksOf } from '../src/blocks.js';
import { allPages, type Page } from '../src/pages.js';
import { shellLines } from '../src/shell.js';
import { typescriptBlocks } from '../src/typescript.js';

const pages = new Map(allPages().map((page) => [page.path, page]));
const withCode = [...new Set(typescriptBlocks().map(({ page }) => page))];

/** An example is a project of its own, whose commands are npm's. */
const installersOf = (path: string) =>
  path.startsWith('docs/examples/') ? ['npm install'] : ['npm install', 'pnpm add', 'yarn add', 'bun add'];

test.each(withCode)('%s says how to install what its code imports', (path) => {
  const code = typescriptBlocks()
    .filter(({ page }) => page === path)
    .map((block) => block.code)
    .join('\n');

  const missing = installersOf(path).flatMap((by) => {
    const installed = installsOf(pages.get(path)!, by);
    return importsOf(code)
      .filter((name) => !installed.includes(name))
      .map((name) => `${by} ${name}`);
  });

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

/** The packages of all lines of a page that install by this command. */
function installsOf(page: Page, by: string): readonly string[] {
  return blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(shellLines)
    .flatMap((line) => (line.kind === 'install' && line.by === by ? line.packages : []));
}
