import { navigation } from '../src/navigation.js';
import { docsPages } from '../src/pages.js';

const listed = navigation.flatMap(({ pages }) => Object.keys(pages)).map((name) => `docs/${name}.md`);

test('every page is in the navigation of the site', () => {
  const isIndex = (path: string) => path === 'docs/README.md';

  expect(docsPages().filter((path) => !listed.includes(path) && !isIndex(path))).toEqual([]);
});

test('every entry of the navigation is there once', () => {
  expect(listed.length).toBe(new Set(listed).size);
});
