import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogueText } from '@needs-retry/insights';
import { span } from '../src/alarm/words.js';
import { run } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

/*
 * Throttled attempts in windows of five minutes, of the table and the bucket:
 *
 *            12:00  12:05  12:10  12:15  12:20  12:25  12:30  12:35
 *   orders      10     60     60     20     60     70      0      0
 *   photos       0      0      5      0      0      0      0      5
 */
const THROTTLES: readonly [minute: number, resource: string, throttles: number][] = [
  [0, 'orders', 10],
  [5, 'orders', 60],
  [10, 'orders', 60],
  [10, 'photos', 5],
  [15, 'orders', 20],
  [20, 'orders', 30],
  [24, 'orders', 30],
  [25, 'orders', 70],
  [35, 'photos', 5],
];
const file = join(folder, 'orders.log');
writeFileSync(
  file,
  THROTTLES.map(([minute, resource, Throttles]) =>
    JSON.stringify({
      _aws: { Timestamp: Date.UTC(2026, 2, 1, 12, minute), CloudWatchMetrics: [] },
      ServiceId: resource === 'orders' ? 'dynamodb' : 's3',
      OperationName: 'Get',
      resource,
      errorName: 'Throttled',
      Throttles,
      kind: 'attempt',
    }),
  ).join('\n'),
);

test('compares thresholds: whether, when and for how long', async () => {
  const asked = ['alarm', 'throttling', file, '--threshold', '15,50,100', '--datapoints', '3/5'];

  const { code, out, error } = await run(...asked);

  // Above 15, of the last five windows: 0 1 2 3 4 5 4 3. Above 50: 0 1 2 2 3 4 3 2.
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toBe(
    [
      'max(throttled) of each 5m, from 2026-03-01 12:00 to 2026-03-01 12:40:',
      'alarm if 3 of 5 are > the threshold (missing data: notBreaching).',
      'Values: median 60, 9 of 10 at most 70, highest 70.',
      '',
      'threshold  would have fired  in alarm  longest  first',
      '─────────────────────────────────────────────────────────────────',
      '       15  once              20m       20m      2026-03-01 12:20',
      '       50  once              15m       15m      2026-03-01 12:25',
      '      100  never             0m        -        -',
      '',
      'threshold  fired             ended             lasted  peak  by',
      '────────────────────────────────────────────────────────────────',
      '       15  2026-03-01 12:20  not by the end    20m       70  -',
      '       50  2026-03-01 12:25  2026-03-01 12:40  15m       70  -',
      '',
    ].join('\n'),
  );
});

test('names who was in alarm, and every time', async () => {
  const { out } = await run(
    ...['alarm', 'throttling', file, '--threshold', '4', '--datapoints', '1/1', '--period', '10m'],
    ...['--aggregation', 'sum(throttled) by target'],
  );

  // orders 70 80 130 0, photos 0 5 0 5.
  expect(out.split('\n').slice(4)).toEqual([
    'threshold  would have fired  in alarm  longest  first',
    '─────────────────────────────────────────────────────────────────',
    '        4  once              30m       30m      2026-03-01 12:10',
    '',
    'threshold  fired             ended           lasted  peak  by',
    '────────────────────────────────────────────────────────────────────────────────────────',
    '        4  2026-03-01 12:10  not by the end  30m      130  target=orders; target=photos',
    '',
  ]);
});

test('JSON for programs', async () => {
  const { out } = await run(
    ...['alarm', 'filter Throttles > 50', file, '--threshold', '0', '--datapoints', '1/1', '-o', 'json'],
    ...['--start', '2026-03-01T12:05', '--end', '2026-03-01T12:29'],
  );

  expect(JSON.parse(out)).toEqual({
    query: 'filter Throttles > 50',
    aggregation: 'count(*)',
    periodMs: 300_000,
    from: '2026-03-01T12:05:00.000Z',
    to: '2026-03-01T12:30:00.000Z',
    windows: 5,
    alarms: [
      {
        threshold: 0,
        comparison: '>',
        datapoints: { needed: 1, evaluated: 1 },
        missingData: 'notBreaching',
        episodes: [
          {
            start: '2026-03-01T12:10:00.000Z',
            end: '2026-03-01T12:20:00.000Z',
            durationMs: 600_000,
            peak: 1,
            contributors: [],
          },
          { start: '2026-03-01T12:30:00.000Z', durationMs: 0, peak: 1, contributors: [] },
        ],
      },
    ],
  });
});

describe('the template', () => {
  const asked = ['alarm', 'retry-rate', '--threshold', '0.3', '--log-group', '/aws/lambda/orders'];

  test('is the alarm that was tried', async () => {
    const { code, out, error } = await run(
      ...asked,
      ...['--format', 'cloudformation', '--service', 's3', '--datapoints', '2/6', '--period', '1m'],
      ...['--comparison', '>=', '--missing-data', 'ignore'],
    );

    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(JSON.parse(out).Resources.LogAlarm.Properties).toEqual({
      AlarmName: 'NeedsRetry-retry-rate',
      AlarmDescription:
        'Of how many calls to each service is one retried? (Needs the summary of `withRetryReport`.)',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 0.3,
      TreatMissingData: 'ignore',
      QueryResultsToEvaluate: 6,
      QueryResultsToAlarm: 2,
      ScheduledQueryConfiguration: {
        QueryString: catalogueText('retry-rate', { service: 's3' }).replace(/\n\| sort .*$/, ''),
        AggregationExpression: 'max(retriesPerCall)',
        LogGroupIdentifiers: ['/aws/lambda/orders'],
        ScheduledQueryRoleARN: { 'Fn::GetAtt': ['QueryRole', 'Arn'] },
        ScheduleConfiguration: {
          ScheduleExpression: 'rate(1 minute)',
          StartTimeOffset: 180,
          EndTimeOffset: 120,
        },
      },
    });
  });

  test('goes to standard output alone, and what would have been to standard error', async () => {
    const { code, out, error } = await run(...asked, '--format', 'terraform', file);

    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(out).resource)).toContain('awscc_cloudwatch_log_alarm');
    expect(error).toContain('No window has a value.');
  });

  test.each([
    [['--threshold', '1,2'], 'A template has one --threshold.'],
    [['--log-group', '/aws/lambda/orders'], 'Expected each of --log-group once'],
    [['--name', ''], 'Expected --name to be 1 to 255 characters, got "".'],
  ])('%j: says what is wrong', async (args, message) => {
    expect((await run(...asked, '--format', 'json', ...args)).error).toContain(message);
  });
});

test.each([
  [['throttling', file], '`needs-retry alarm` needs --threshold: such as 50, or 20,50,100 to compare them.'],
  [['throttling', file, '--threshold', 'x'], 'Expected --threshold to be a number of at least 0, got x.'],
  [['throttling', '--threshold', '5'], 'Name files, or pipe a log in, or ask for a template with --format.'],
  [['throtling', file, '--threshold', '5'], 'Did you mean throttling?'],
  [['filter a >', file, '--threshold', '5'], 'The query ends too early.'],
  [['stats count(*)', file, '--threshold', '5'], 'Expected --aggregation to be given, because'],
  [
    ['throttling', file, '--threshold', '5', '--aggregation', 'pct(throttled, 9)'],
    'Expected --aggregation to be one of',
  ],
  [
    ['throttling', file, '--threshold', '5', '--period', '90s'],
    'Expected --period (in seconds) to be a multiple of 60 seconds',
  ],
  [
    ['throttling', file, '--threshold', '5', '--period', '1h', '--datapoints', '3/200'],
    'Expected --datapoints to be of at most 100, got 200.',
  ],
  [
    ['throttling', file, '--threshold', '5', '--comparison', '='],
    'Expected --comparison to be >, >=, <, <=, got =.',
  ],
  [
    ['throttling', file, '--threshold', '5', '--since', '1d', '--start', '2026-03-01'],
    'Give --since or --start, not both.',
  ],
  [['throttling', 'no-such.log', '--threshold', '5'], 'no-such.log'],
])('%j: says what is wrong', async (args, message) => {
  const { code, out, error } = await run('alarm', ...args);

  expect([code, out]).toEqual([2, '']);
  expect(error).toContain(message);
});

test('a log without events is no alarm, and is said to be', async () => {
  const empty = join(folder, 'empty.log');
  writeFileSync(empty, '');

  expect((await run('alarm', 'throttling', empty, '--threshold', '5')).out).toBe(
    'There are no events to judge an alarm by.\n',
  );
});

test('spans in words', () => {
  expect([0, 60_000, 3_900_000, 90_000_000, 86_400_000].map(span)).toEqual([
    '0m',
    '1m',
    '1h 5m',
    '1d 1h',
    '1d',
  ]);
});
