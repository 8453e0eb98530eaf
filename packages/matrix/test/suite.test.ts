import { foundIn } from '../src/suite.js';

const file = (name: string, status: string, results: Readonly<Record<string, string>>, message = '') => ({
  name: `/repository/packages/${name}`,
  status,
  message,
  assertionResults: Object.entries(results).map(([fullName, each]) => ({ fullName, status: each })),
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
      'packages/core/test/b.test.ts: three',
      'packages/cli/test/c.test.ts: SyntaxError: what is that',
    ],
  });
});
