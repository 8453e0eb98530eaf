import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayedCell } from '../src/part.js';
import { Results } from '../src/results.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'needs-retry-results-'));
  file = join(folder, 'results', 'part.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const [a, b, c] = ['a', 'b', 'c'].map((row) => ({ row, column: 'one' })) as [Place, Place, Place];
type Place = Pick<PlayedCell, 'row' | 'column'>;
const played = (place: Place, commit: string, failures: readonly string[] = []): PlayedCell => ({
  ...place,
  commit,
  found: { played: 1, failures },
});

test('a cell that is played again leaves the others as they were', () => {
  const results = new Results(file, [a, b]);
  results.keep(played(b, 'old'));
  results.keep(played(a, 'old'));

  results.keep(played(a, 'new', ['broke']));

  const expected = [played(a, 'new', ['broke']), played(b, 'old')];
  expect(results.read()).toEqual(expected);
  expect(readFileSync(file, 'utf8')).toBe(expected.map((each) => `${JSON.stringify(each)}\n`).join(''));
});

test('what is no longer a cell is dropped', () => {
  new Results(file, [a, b]).keep(played(a, 'old'));
  const results = new Results(file, [b, c]);

  results.keep(played(c, 'new'));

  expect(results.read()).toEqual([played(c, 'new')]);
});

test('a cell counts as played only with this commit, whole, and if all passed', () => {
  const results = new Results(file, [a, b, c]);
  results.keep(played(a, 'new'));
  results.keep(played(b, 'new', ['broke']));
  results.keep(played(c, 'new+'));

  const known = (commit: string) => [a, b, c].map((place) => results.havePassed({ ...place, commit }));
  expect(known('new')).toEqual([true, false, false]);
  expect(known('newer')).toEqual([false, false, false]);
  expect(known('new+')).toEqual([false, false, false]);
});

test('a part that was never played has no results', () => {
  expect(new Results(file, [a]).read()).toEqual([]);
});
