import { deadLinks } from '../src/links.js';
import { allPages } from '../src/pages.js';

test('every link into the repository leads somewhere, anchors too', () => {
  const dead = allPages().flatMap((page) => deadLinks(page).map((link) => `${page.path}: ${link}`));

  expect(dead).toEqual([]);
});

test('a link that leads nowhere is found', () => {
  const text =
    '[a](#install) [b](#no-such) [c](../README.md) [d](none.md) [e](https://github.com/needs-retry/needs-retry/blob/main/none.md) [f](https://example.com) `[g](none.md)`';

  expect(deadLinks({ path: 'docs/lambda.md', text })).toEqual([
    '#no-such',
    'none.md',
    'https://github.com/needs-retry/needs-retry/blob/main/none.md',
  ]);
});
