import { check, tableOf } from '../src/checks.js';
import type { PlayedCell } from '../src/part.js';
import { playCells } from '../src/play.js';

const holds = async () => {};
const breaks = async () => {
  throw new Error('no');
};
const all = { row: 'a', column: 'all', play: async () => ({ played: 3, failures: ['one', 'two'] }) };
const none = { row: 'b', column: 'all', play: async () => ({ played: 0, failures: [] }) };

test('each cell is told as soon as it was played, and what it throws is its failure', async () => {
  const told: PlayedCell[] = [];
  const cells = [check('a', 'one', holds), check('a', 'two', breaks), all];

  const played = await playCells(cells, { jobs: 2, commit: 'c0ffee', onPlayed: (cell) => told.push(cell) });

  const common = { row: 'a', commit: 'c0ffee' };
  expect(played).toEqual([
    { ...common, column: 'one', found: { played: 1, failures: [] } },
    { ...common, column: 'two', found: { played: 1, failures: ['no'] } },
    { ...common, column: 'all', found: { played: 3, failures: ['one', 'two'] } },
  ]);
  expect(new Set(told)).toEqual(new Set(played));
});

test('a table tells what passed, what there is not, and the commits of each row', async () => {
  const cells = [check('a', 'one', holds), check('a', 'two', breaks), all, check('b', 'two', holds), none];
  const played = await playCells(cells, { jobs: 1, commit: 'old', onPlayed: () => {} });

  const table = tableOf(
    'Title',
    played.map((each) => (each.row === 'b' && each.column === 'two' ? { ...each, commit: 'new' } : each)),
  );

  expect(table).toEqual({
    title: 'Title',
    rows: [
      { what: 'a', one: '✓', two: '✗', all: '1 of 3', commit: 'old' },
      { what: 'b', one: '–', two: '✓', all: '–', commit: 'new, old' },
    ],
  });
});
