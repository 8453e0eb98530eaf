import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Comparison,
  type Condition,
  catalogue,
  catalogueText,
  cloudFormationTemplate,
  type LogEvent,
  logAlarmMonitoring,
  logAlarmQuery,
  type MissingData,
  QuerySyntaxError,
  readLogs,
  replayAlarm,
} from '../src/index.js';
import { withoutArrangement } from '../src/language/arrangement.js';
import { evaluated } from '../src/monitoring/evaluation.js';
import { CloudFormationSchema } from './support/cloudformation-schema.js';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 2, 1, 12);

/** 3 of 5 above 50, unless something else is said. */
function condition(differences: Partial<Condition> = {}): Condition {
  return {
    comparison: '>',
    threshold: 50,
    datapoints: { needed: 3, evaluated: 5 },
    missingData: 'notBreaching',
    ...differences,
  };
}

/** A window for each value, from noon on; undefined is one without a value. */
function windowsWith(values: readonly (number | undefined)[]) {
  return values.map((value, index) => ({
    start: NOON + index * 5 * MINUTE,
    end: NOON + (index + 1) * 5 * MINUTE,
    values: new Map(value === undefined ? [] : [['', value]]),
  }));
}

/** `A` in alarm, `o` OK, `?` insufficient data, one for each window. */
function states(values: readonly (number | undefined)[], differences: Partial<Condition> = {}): string {
  const LETTERS = { ALARM: 'A', OK: 'o', INSUFFICIENT_DATA: '?' };
  return evaluated(windowsWith(values), condition(differences))
    .states.map((state) => LETTERS[state])
    .join('');
}

const _ = undefined;

describe('M of N', () => {
  test.each<[string, (number | undefined)[], Partial<Condition>, string]>([
    ['fires at the third of five', [0, 60, 60, 60, 0], {}, '???AA'],
    ['they need not stand together', [60, 0, 60, 0, 60, 0, 0, 0], {}, '????Aooo'],
    ['leaves when two of five are left', [60, 60, 60, 0, 0, 0, 0], {}, '??AAAoo'],
    ['two are not enough', [60, 60, 0, 0, 0, 60, 0], {}, '????ooo'],
    ['1 of 1 follows each value', [0, 60, 0, 60], { datapoints: { needed: 1, evaluated: 1 } }, 'oAoA'],
    ['at the threshold `>` does not breach', [50, 50, 50, 50, 50], {}, '????o'],
    ['at the threshold `>=` does', [50, 50, 50, 50, 50], { comparison: '>=' }, '??AAA'],
    ['below', [10, 10, 10, 60, 60], { comparison: '<' }, '??AAA'],
    ['at the threshold `<=`', [50, 50, 50, 51, 51], { comparison: '<=' }, '??AAA'],
  ])('%s', (_name, values, differences, expected) => {
    expect(states(values, differences)).toBe(expected);
  });
});

describe('missing data', () => {
  const gap = [60, 60, _, _, 60, _, _, _, _, _];

  test.each<[MissingData, string]>([
    // Breaching in the last five: 1 2 2 2 3 | 2 1 1 1 0.
    ['notBreaching', '????Aooooo'],
    // A missing value breaches: 1 2 3 4 5 5 5 5 5 5.
    ['breaching', '??AAAAAAAA'],
    // Only the values that there are count; where there are none the state stays.
    ['ignore', '????Aooooo'],
    // The same, but without any value there is no state.
    ['missing', '????Aoooo?'],
  ])('%s', (missingData, expected) => {
    expect(states(gap, { missingData })).toBe(expected);
  });

  test('`ignore` stays in alarm while nothing comes', () => {
    const differences = { datapoints: { needed: 1, evaluated: 2 }, missingData: 'ignore' as const };

    expect(states([60, _, _, _, 0, 0], differences)).toBe('AAAAoo');
  });
});

describe('contributors', () => {
  const windows = [{ a: 60, b: 0 }, { a: 60, b: 60 }, { a: 60, b: 60 }, { b: 60 }, { a: 60 }, {}, {}].map(
    (values, index) => ({
      start: NOON + index * 5 * MINUTE,
      end: NOON + (index + 1) * 5 * MINUTE,
      values: new Map(Object.entries(values)),
    }),
  );

  test('each is judged alone, and one is enough', () => {
    // a breaches 1 2 3 - 4 times in five, b 0 1 2 3 -. What the last result does not have is OK.
    const { states, episodes } = evaluated(windows, condition());

    expect(states).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'ALARM', 'ALARM', 'ALARM', 'OK', 'OK']);
    expect(episodes).toEqual([
      {
        start: NOON + 15 * MINUTE,
        end: NOON + 30 * MINUTE,
        peak: 60,
        contributors: ['a', 'b'],
      },
    ]);
  });

  test('a result without contributors is missing data', () => {
    const none = windows.slice(5);

    expect(evaluated(none, condition({ missingData: 'missing' })).states).toEqual([
      'INSUFFICIENT_DATA',
      'INSUFFICIENT_DATA',
    ]);
    expect(
      evaluated(windows, condition({ missingData: 'breaching', datapoints: { needed: 2, evaluated: 2 } }))
        .states,
    ).toEqual(['INSUFFICIENT_DATA', 'ALARM', 'ALARM', 'ALARM', 'ALARM', 'OK', 'ALARM']);
  });
});

describe('a log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /*
   * Retries of s3 and dynamodb by minute, from 12:00. In windows of five minutes:
   *
   *          12:00  12:05  12:10  12:15  12:20  12:25
   *   s3        10     60     60      0     60      0
   *   dynamodb   0      0     20      0      0      0
   */
  const RETRIES: readonly [minute: number, service: string, retries: number][] = [
    [0, 's3', 4],
    [4, 's3', 6],
    [5, 's3', 60],
    [10, 's3', 30],
    [14, 's3', 30],
    [12, 'dynamodb', 20],
    [20, 's3', 59],
    [24, 's3', 1],
  ];
  const documents: LogEvent[] = RETRIES.map(([minute, ServiceId, Retries]) => ({
    timestamp: NOON + minute * MINUTE + 59_999,
    message: JSON.stringify({ ServiceId, OperationName: 'Get', Retries, kind: 'attempt' }),
  }));
  const last: LogEvent = { timestamp: NOON + 25 * MINUTE, message: 'REPORT RequestId: x' };
  const log = [...documents, last];

  test('has a value for each window, from the first event to the last', async () => {
    const query = logAlarmQuery(catalogueText('retries-by-operation'), 'sum(retries)');

    const { windows, evaluations } = await replayAlarm(query, log, {
      period: 300,
      conditions: [condition()],
    });

    expect(windows.map(({ start, values }) => [(start - NOON) / MINUTE, ...values])).toEqual([
      [0, ['', 10]],
      [5, ['', 60]],
      [10, ['', 80]],
      [15],
      [20, ['', 60]],
      [25],
    ]);
    // Above 50 in the last five windows: 0 1 2 2 3 3.
    expect(evaluations).toEqual([
      {
        states: [
          'INSUFFICIENT_DATA',
          'INSUFFICIENT_DATA',
          'INSUFFICIENT_DATA',
          'INSUFFICIENT_DATA',
          'ALARM',
          'ALARM',
        ],
        episodes: [{ start: NOON + 25 * MINUTE, end: undefined, peak: 80, contributors: [] }],
      },
    ]);
  });

  test('compares thresholds in one pass', async () => {
    const query = logAlarmQuery(catalogueText('retries-by-operation'), 'sum(retries)');
    const twoOfThree = { needed: 2, evaluated: 3 };

    const { evaluations } = await replayAlarm(query, log, {
      period: 300,
      conditions: [5, 60, 79].map((threshold) => condition({ threshold, datapoints: twoOfThree })),
    });

    // Above 5, of three: 1 2 3 2 2 1. Above 60: 0 0 1 1 1 0. Above 79: the same.
    expect(evaluations.map(({ episodes }) => episodes)).toEqual([
      [{ start: NOON + 10 * MINUTE, end: NOON + 30 * MINUTE, peak: 80, contributors: [] }],
      [],
      [],
    ]);
  });

  test('by service: each has its own values', async () => {
    const query = logAlarmQuery(catalogueText('retries-by-operation'), 'sum(retries) by service');

    const { windows, evaluations } = await replayAlarm(query, log, {
      period: 300,
      conditions: [condition({ threshold: 10, datapoints: { needed: 1, evaluated: 1 } })],
    });

    expect(windows.map(({ values }) => Object.fromEntries(values))).toEqual([
      { 'service=s3': 10 },
      { 'service=s3': 60 },
      { 'service=s3': 60, 'service=dynamodb': 20 },
      {},
      { 'service=s3': 60 },
      {},
    ]);
    expect(evaluations[0]!.episodes).toEqual([
      {
        start: NOON + 10 * MINUTE,
        end: NOON + 20 * MINUTE,
        peak: 60,
        contributors: ['service=s3', 'service=dynamodb'],
      },
      { start: NOON + 25 * MINUTE, end: NOON + 30 * MINUTE, peak: 60, contributors: ['service=s3'] },
    ]);
  });

  test('counts 0 where nothing matches, which no other function does', async () => {
    const count = logAlarmQuery('filter ServiceId = "dynamodb"');
    const largest = logAlarmQuery('filter ServiceId = "dynamodb" | stats max(Retries) as most');

    const values = async (query: typeof count) => {
      const { windows } = await replayAlarm(query, log, { period: 600, conditions: [] });
      return windows.map((window) => window.values.get(''));
    };

    expect([count.aggregation, largest.aggregation]).toEqual(['count(*)', 'max(most)']);
    expect(await values(count)).toEqual([0, 1, 0]);
    expect(await values(largest)).toEqual([undefined, 20, undefined]);
  });

  test('a file in any order, and whole windows where start and end are given', async () => {
    const file = join(folder, 'orders.log');
    const lines = [...log].reverse().map(({ timestamp, message }) => JSON.stringify({ timestamp, message }));
    writeFileSync(file, lines.join('\n'));
    const query = logAlarmQuery(catalogueText('retries-by-operation'), 'sum(retries)');

    const whole = await replayAlarm(query, readLogs(file), { period: 300, conditions: [condition()] });
    const part = await replayAlarm(query, readLogs(file), {
      period: 300,
      conditions: [condition()],
      start: NOON + 7 * MINUTE,
      end: NOON + 41 * MINUTE,
    });

    expect(whole).toEqual(await replayAlarm(query, log, { period: 300, conditions: [condition()] }));
    expect(part.windows.map(({ start, values }) => [(start - NOON) / MINUTE, values.get('')])).toEqual([
      [5, 60],
      [10, 80],
      [15, undefined],
      [20, 60],
      [25, undefined],
      [30, undefined],
      [35, undefined],
      [40, undefined],
    ]);
  });

  test('events without a time are counted, and judged nowhere', async () => {
    const events = [...log, { timestamp: Number.NaN, message: '{"Retries":5}' }];

    const replay = await replayAlarm(logAlarmQuery('filter Retries > 0'), events, {
      period: 1800,
      conditions: [],
    });

    expect(replay.withoutTime).toBe(1);
    expect(replay.windows.map(({ values }) => values.get(''))).toEqual([documents.length]);
  });

  test('many blocks of a file: rows outlive them', async () => {
    const file = join(folder, 'long.log');
    const lines = Array.from({ length: 20_000 }, (__, index) =>
      JSON.stringify({ timestamp: NOON + index * 100, text: 'x'.repeat(200), word: `w${index % 3000}` }),
    );
    writeFileSync(file, lines.join('\n'));
    const query = logAlarmQuery('stats count(*) as n by word', 'count(*)');

    const { windows } = await replayAlarm(query, readLogs(file), { period: 300, conditions: [] });

    // 3,000 events in each window of five minutes, each with a word of its own.
    expect(windows.map(({ values }) => values.get(''))).toEqual([3000, 3000, 3000, 3000, 3000, 3000, 2000]);
  });
});

describe('the query of an alarm', () => {
  test.each([
    ['stats sum(n) as m by a | sort m desc | limit 5', 'stats sum(n) as m by a'],
    [
      'filter a = "| sort x" | sort @timestamp desc # last | first\n| # of all\n limit 3',
      'filter a = "| sort x"',
    ],
    ['fields a | display a', 'fields a'],
    ['stats count(*) as n', 'stats count(*) as n'],
  ])('loses what only arranges: %s', (text, expected) => {
    expect(withoutArrangement(text)).toBe(expected);
  });

  test.each<[string, string | undefined, string]>([
    [
      'filter a > 1',
      'pct(a, 99)',
      'Expected `aggregation` to be one of count(*), or avg, sum, min or max of one field, optionally `by` fields, got "pct(a, 99)".',
    ],
    [
      'filter a > 1',
      'sum(a) / count(*)',
      'Expected `aggregation` to be one of count(*), or avg, sum, min or max of one field, optionally `by` fields, got "sum(a) / count(*)".',
    ],
    [
      'filter a > 1',
      'sum(a), max(a)',
      'Expected `aggregation` to be one of count(*), or avg, sum, min or max of one field, optionally `by` fields, got "sum(a), max(a)".',
    ],
    [
      'filter a > 1',
      'sum(a) by bin(5m)',
      'Expected `aggregation` to be `by` fields, not expressions, got "sum(a) by bin(5m)".',
    ],
    [
      'filter a > 1',
      'sum(a) by b, c, d, e, f, g',
      'Expected `aggregation` to be `by` at most 5 fields, got "sum(a) by b, c, d, e, f, g".',
    ],
    [
      'filter a > 1',
      `sum(${'a'.repeat(260)})`,
      `Expected \`aggregation\` to be at most 256 characters, got "sum(${'a'.repeat(56)}…".`,
    ],
    [
      'stats count(*)',
      undefined,
      "Expected `aggregation` to be given, because a column of the query's `stats` has no name: write `count(*) as value`, or an aggregation such as `max(value)`, got undefined.",
    ],
  ])('%s, %s', (text, aggregation, message) => {
    expect(() => logAlarmQuery(text, aggregation)).toThrow(new TypeError(message));
  });

  test('without an aggregation it is the largest of the first numbers', () => {
    const aggregationOf = (text: string) => logAlarmQuery(text).aggregation;

    expect(aggregationOf('stats sortsLast(a) as last, sum(n) as total by b')).toBe('max(total)');
    expect(aggregationOf('stats sortsLast(a) as last')).toBe('max(last)');
    expect(aggregationOf('fields a')).toBe('count(*)');
  });

  test.each(catalogue.map(({ name, required, alarmOn }) => [name, required, alarmOn] as const))(
    'there can be one on %s',
    (name, required, alarmOn) => {
      const text = catalogueText(name, Object.fromEntries(required.map((each) => [each, 'x'])));

      const { aggregation } = logAlarmQuery(text, alarmOn);

      expect(aggregation).toMatch(/^(count\(\*\)|(max|sum)\(\w+\))$/);
    },
  );

  test('a mistake in the query or the aggregation is one of syntax', () => {
    expect(() => logAlarmQuery('filter a >')).toThrow(QuerySyntaxError);
    expect(() => logAlarmQuery('filter a > 1', 'sum(')).toThrow(QuerySyntaxError);
    expect(() => logAlarmQuery('stats sum(a) as b', 'max(c)')).toThrow(QuerySyntaxError);
  });

  test('conditions that no alarm can have', async () => {
    const query = logAlarmQuery('filter a > 1');
    const replay = (differences: Partial<Condition>) =>
      replayAlarm(query, [], { period: 300, conditions: [condition(differences)] });

    await expect(replay({ threshold: Number.NaN })).rejects.toThrow(
      'Expected `threshold` to be a number, got NaN.',
    );
    await expect(replay({ comparison: '=' as Comparison })).rejects.toThrow(
      'Expected `comparison` to be one of > >= < <=, got "=".',
    );
    await expect(replay({ missingData: 'good' as MissingData })).rejects.toThrow(
      'Expected `missingData` to be one of notBreaching, breaching, ignore, missing, got "good".',
    );
  });
});

describe('the template of one alarm', () => {
  const options = {
    name: 'many retries',
    description: 'Too many.',
    query: logAlarmQuery(catalogueText('retries-by-operation')),
    condition: condition(),
    period: 300,
    logGroups: ['/aws/lambda/orders'],
  };

  test('has the alarm and its role, and passes the schemas', () => {
    const template = cloudFormationTemplate(logAlarmMonitoring(options));

    expect(Object.keys(template.Resources)).toEqual(['QueryRole', 'LogAlarm']);
    expect(new CloudFormationSchema().problemsOf(template)).toEqual([]);
  });

  test('needs a name and a log group', () => {
    expect(() => logAlarmMonitoring({ ...options, name: '' })).toThrow(
      'Expected `name` to be 1 to 255 characters, got "".',
    );
    expect(() => logAlarmMonitoring({ ...options, logGroups: [] })).toThrow(
      'Expected `logGroups` to be at least one log group to ask, got an array of 0.',
    );
  });
});
