import { allPages } from '../src/pages.js';
import { tablesOf } from '../src/tables.js';

const pages = allPages();

test('every column of every table has a heading', () => {
  const without = pages.flatMap((page) =>
    tablesOf(page)
      .filter(({ headings }) => headings.includes(''))
      .map(({ headings }) => `${page.path}: ${headings.join(' | ')}`),
  );

  expect(without).toEqual([]);
});

test.each(['README.md', 'docs/comparison.md'])(
  'every answer about another tool in %s says where it comes from',
  (path) => {
    const page = pages.find((each) => each.path === path)!;
    const comparison = tablesOf(page).find(
      ({ headings }) => headings[1] === 'needs-retry' && headings.length > 4,
    )!;
    const bare = comparison.rows.flatMap(([question, ...answers]) =>
      answers
        .filter((answer) => !/^\[.+\][[(].+[\])]$/.test(answer) && answer !== '–')
        .map((answer) => `${question}: ${answer}`),
    );

    expect(comparison.rows.length).toBeGreaterThan(3);
    expect(bare).toEqual([]);
  },
);
