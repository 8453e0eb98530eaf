import type { PlayedCell } from '../src/part.js';
import { foundIn } from '../src/suite/report.js';
import { suiteTable } from '../src/suite/table.js';

const file = (name: string, status: string, results: Readonly<Record<string, string>>, message = '') => ({
  name: `/repository/packages/${name}`,
  status,
  message,
  assertionResults: Object.entries(results).map(([fullName, each]) => ({
    title: fullName,
    fullName,
    status: each,
    failureMessages: each === 'failed' ? ['Error: broke\n  at …'] : [],
  })),
});

test('tests that were skipped are no plays, and a file that could not be run is one that failed', () => {
  const testResults = [
    file('core/test/a.test.ts', 'passed', { one: 'passed', two: 'passed', later: 'pending', never: 'todo' }),
    file('core/test/b.test.ts', 'failed', { three: 'failed', four: 'passed' }),
    file('cli/test/c.test.ts', 'failed', {}, '\n  SyntaxError: what is that\n  at …'),
  ];

  expect(foundIn({ testResults }, '/repository')).toEqual({
    played: 5,
    failures: [
      'packages/core/test/b.test.ts: three: Error: broke',
      'packages/cli/test/c.test.ts: SyntaxError: what is that',
    ],
  });
});

test('a table has a row for each package, and the sums with what they leave out', () => {
  const cell = (
    row: string,
    column: string,
    played: number,
    failures: readonly string[] = [],
  ): PlayedCell => ({
    row,
    column,
    commit: 'c0ffee',
    found: { played, failures },
  });

  const { rows } = suiteTable([
    cell('Node.js 20', 'core', 9),
    cell('Node.js 20', 'cli', 3),
    cell('Node.js 22', 'core', 9, ['one']),
  ]);

  const commit = 'c0ffee';
  expect(rows).toEqual([
    { tests: 'cli', 'Node.js 20': '3 of 3', 'Node.js 22': '–', commit },
    { tests: 'core', 'Node.js 20': '9 of 9', 'Node.js 22': '8 of 9', commit },
    { tests: 'all', 'Node.js 20': '12 of 12', 'Node.js 22': '8 of 9, 1 of 2 packages', commit },
  ]);
});
