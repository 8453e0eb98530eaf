import { allPages, type Page } from '../src/pages.js';
import { tablesOf } from '../src/tables.js';

// What pages quote of tables that commands write. Whoever writes a table anew finds here which sentences it makes wrong.

const page = (path: string) => allPages().find((each) => each.path === path)!;
const performance = page('docs/performance.md');
const cost = page('docs/cost.md');
const OURS = 'needs-retry, line and EMF';

/** What a subject adds to a `GetItem`, in µs, and what that takes without it. */
function getItem(how: string) {
  const heading = new RegExp(`^#### GetItem: added to a call of (\\d+) µs, ${how}$`, 'm');
  const [title, bare] = heading.exec(performance.text)!;
  const text = performance.text.slice(performance.text.indexOf(title));
  return {
    bare,
    added: (subject: string) => Math.round(Number(rowOf({ ...performance, text }, subject)[1])),
  };
}

test('the README quotes what a call costs, and the costs of others', () => {
  const { bare, added } = getItem('in processes that take turns');
  const inTurns = getItem('in turns in one process').added(OURS);

  const [, ours, others] = rowOf(page('README.md'), 'a `GetItem` that is not retried');

  expect(ours).toContain(`[${added(OURS)} to ${inTurns} µs]`);
  expect(page('README.md').text).toContain(`\n${added(OURS)} to ${inTurns} µs, the first is`);
  expect(ours).toContain(`beside the SDK's own ${bare},`);
  expect(others).toBe(
    ['OpenTelemetry', 'X-Ray', 'Powertools Tracer'].map((name) => `${name} ${added(name)} µs`).join(', '),
  );
  expect(cost.text).toContain(`| CPU: ${inTurns} µs a call on Node.js 20`);
});

test('the README quotes what an import costs, of ours and of others', () => {
  const text = performance.text.slice(performance.text.indexOf('#### Imported from a bundle (cjs)'));
  const ms = (module: string) => Number(rowOf({ ...performance, text }, module)[1]);

  const [, ours, others] = rowOf(page('README.md'), 'cold start, from a bundle');

  expect(ours).toContain(`[${ms('needs-retry, with client-s3').toFixed(1)} ms]`);
  expect(others).toBe(
    [
      `Powertools Metrics ${ms('Powertools Metrics').toFixed(1)} ms`,
      `aws-embedded-metrics ${ms('aws-embedded-metrics').toFixed(1)} ms`,
      `OpenTelemetry ${ms('OpenTelemetry').toFixed(0)} ms`,
    ].join(', '),
  );
});

test.each([
  ['README.md', 'code in your bundle, gzipped'],
  ['docs/comparison.md', 'gzipped, in a bundle'],
  ['docs/deploy.md', 'what needs-retry adds'],
  ['docs/performance.md', 'core and an adapter ≤ 9.0 kB gzipped, with what adapters share ≤ 9.8'],
])('%s quotes the size of the code', (path, row) => {
  const [, bytes] = /^\| all, (\d+) gzipped \|/m.exec(performance.text)!;

  expect(rowOf(page(path), row)[1]).toContain(`${(Number(bytes) / 1_000).toFixed(1)} kB`);
});

test('the README quotes the bytes of a retry, and of an attempt that is throttled', () => {
  const [line, retry, throttled] = ['line', 'retry', 'throttled'].map((what) => rowOf(cost, what));
  const bytes = Number(line![1]) + Number(retry![1]);
  const dollars = (Number(line![3]) + Number(retry![3])).toFixed(2);

  expect(rowOf(page('README.md'), 'a retry, in the log')[1]).toContain(`[${bytes} bytes]`);
  expect(rowOf(page('README.md'), 'a retry, in the log')[1]).toContain(`${dollars} USD for a million`);
  expect(page('README.md').text).toContain(`[${throttled![1]} bytes](docs/cost.md#logs)`);
});

/** The first row of a page's tables that begins with this cell. */
function rowOf(of: Page, first: string): readonly string[] {
  return tablesOf(of)
    .flatMap(({ rows }) => rows)
    .find((row) => row[0] === first)!;
}
