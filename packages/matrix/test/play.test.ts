import { playChecks } from '../src/checks.js';

const holds = async () => {};
const breaks = async () => {
  throw new Error('no');
};
const check = (row: string, column: string, act: () => Promise<void>) => ({ row, column, act });

test('what held and what did not is in the table, and the failures say why', async () => {
  const said: string[] = [];
  const checks = [check('a', 'one', holds), check('a', 'two', breaks), check('b', 'two', holds)];

  const result = await playChecks('Title', checks, {
    sample: false,
    resume: false,
    jobs: 2,
    say: (line) => said.push(line),
  });

  expect(result).toEqual({
    tables: [
      {
        title: 'Title',
        rows: [
          { what: 'a', one: '✓', two: '✗' },
          { what: 'b', one: '–', two: '✓' },
        ],
      },
    ],
    passed: 2,
    failures: ['a, two: no'],
  });
  expect(said).toHaveLength(3);
});

test('only the rows that were asked for are played', async () => {
  const checks = [check('node 20', 'one', holds), check('node 22', 'one', breaks)];

  const result = await playChecks('Title', checks, {
    sample: false,
    resume: false,
    jobs: 1,
    only: '20',
    say: () => {},
  });

  expect([result.passed, result.failures]).toEqual([1, []]);
});
