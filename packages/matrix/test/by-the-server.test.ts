import { botocoreTraces, type Trace, type TraceEvent } from '@needs-retry/fixtures';
import { problemsByTheServer } from '../src/sdk/player/by-the-server.js';

const scenario = botocoreTraces.scenarios.find(({ id }) => id === 's3-ListBuckets-SlowDown503-x2-ok')!;
const { events, lines, calls } = scenario.boto3;
const problemsOf = (change: Partial<Trace>) =>
  problemsByTheServer(scenario, { ...scenario.boto3, ...change });
const changed = (index: number, change: Partial<TraceEvent>) =>
  events.map((event, i) => (i === index ? { ...event, ...change } : event));

test.each(botocoreTraces.scenarios.map((each) => [each.id, each] as const))(
  'what botocore did fits what its server saw: %s',
  (_, each) => {
    expect(problemsByTheServer(each, each.boto3)).toEqual([]);
  },
);

test.each<[string, Partial<Trace>, string[]]>([
  ['an attempt too few', { events: events.slice(0, 2) }, ['c1: attempts', 'c1: statuses', 'lines']],
  ['an attempt too many', { events: [...events, events[2]!] }, ['c1: attempts', 'c1: statuses', 'lines']],
  ['a wrong number', { events: changed(1, { attempts: 3 }) }, ['c1: attempts']],
  ['another status', { events: changed(0, { http_status: 500 }) }, ['c1: statuses']],
  ['a line too few', { lines: lines.slice(1) }, ['lines']],
  [
    'a line of another operation',
    { lines: [lines[0]!, 'needs-retry.s3.PutObject|increment|count=1'] },
    ['lines'],
  ],
  [
    'a handler that should not have been told',
    { events: [...events, { ...events[0]!, handler: 'x' }] },
    ['1 handlers'],
  ],
  [
    'fewer attempts than the SDK says',
    { calls: { c1: { ...calls.c1!, outcome: { ok: true, http_status: 200, retry_attempts: 1 } } } },
    ['c1: attempts by the SDK'],
  ],
])('%s is found', (_, change, expected) => {
  const problems = problemsOf(change);

  expect(problems).toHaveLength(expected.length);
  for (const [i, beginning] of expected.entries()) expect(problems[i]).toMatch(new RegExp(`^${beginning}`));
});
