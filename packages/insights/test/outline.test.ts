import { outlineOf } from '../src/index.js';

test.each([
  ['stats count(*) as n, avg(ms), min(id) as least by level', ['n', 'avg(ms)', 'least'], false],
  ['stats latest(id) as id, latest(strlen(name)) as length by bin(1m) as t', ['length'], false],
  ['stats count(*) as n by level | fields n * 2 as twice, level as l', ['n', 'twice'], false],
  ['stats count(*) as n by level | stats max(n) as most', ['most'], false],
  [
    'fields id, ms / 1000 as seconds, coalesce(seconds, 0) as both, coalesce(seconds, id) as one',
    ['seconds'],
    true,
  ],
  ['filter ms > 1 | parse @message "a*" as x | display x, 5 as five', ['five'], true],
  ['fields strlen(id) as n | sort n desc | limit 3', ['n'], false],
  ['this is no query', [], false],
])('%s', (query, numbers, isRowByRow) => {
  const outline = outlineOf(query);

  expect({ ...outline, numbers: [...outline.numbers] }).toEqual({ numbers, isRowByRow });
});
