import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type LogEvent, type LogFormat, type ReadLogsOptions, readLogs, runQuery } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ID = 'c793869b-ee49-115b-a5b6-4fd21e8dedac';
const NOON = Date.UTC(2026, 2, 1, 12);
const STREAM = '2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef';

describe('the format is recognised', () => {
  test('of a Lambda log as it was captured: a line is a message, and as old as the last time in the log', async () => {
    const file = written('captured.log', [
      `START RequestId: ${ID} Version: $LATEST`,
      `2026-03-01T12:00:00.000Z\t${ID}\tINFO\thello`,
      'needs-retry.s3.ListBuckets|increment|count=1',
      `{"_aws":{"Timestamp":${NOON + 1000},"CloudWatchMetrics":[]},"Retries":1}`,
      '',
      '{"timestamp":"2026-03-01T12:00:02.000Z","level":"INFO","message":"ä"}',
      '{"time":"2026-03-01T12:00:03.000Z","type":"platform.report"}',
      `REPORT RequestId: ${ID}\tDuration: 1 ms`,
    ]);

    expect(await all(file)).toEqual(
      [
        [0, `START RequestId: ${ID} Version: $LATEST`],
        [0, `2026-03-01T12:00:00.000Z\t${ID}\tINFO\thello`],
        [0, 'needs-retry.s3.ListBuckets|increment|count=1'],
        [1, `{"_aws":{"Timestamp":${NOON + 1000},"CloudWatchMetrics":[]},"Retries":1}`],
        [2, '{"timestamp":"2026-03-01T12:00:02.000Z","level":"INFO","message":"ä"}'],
        [3, '{"time":"2026-03-01T12:00:03.000Z","type":"platform.report"}'],
        [3, `REPORT RequestId: ${ID}\tDuration: 1 ms`],
      ].map(([second, message]) => event(second as number, message as string, 'captured.log')),
    );
  });

  test('of a log without any time: it is as old as the file', async () => {
    const file = written('timeless.log', ['needs-retry.s3.ListBuckets|increment|count=1', 'x']);
    utimesSync(file, NOON / 1000, NOON / 1000);

    expect((await all(file)).map(({ timestamp }) => timestamp)).toEqual([NOON, NOON]);
  });

  test('of copies from the console and of exports to S3: a time, a message, which may have more lines', async () => {
    const lines = [
      `2026-03-01T12:00:00.000Z START RequestId: ${ID} Version: $LATEST`,
      '2026-03-01T12:00:01.000Z Error: gone',
      '    at somewhere',
      '',
      '    at somewhere else',
      '2026-03-01T14:00:02.000+02:00 {"a":1}',
    ];
    const copied = written(
      'copied.log',
      lines.map((line) => line.replace(/(Z|00) /, '$1\t')),
    );
    const exported = written('orders/0001/2026-03-01-[$LATEST]abc/000000.gz', lines);

    const events = [
      [0, `START RequestId: ${ID} Version: $LATEST`],
      [1, 'Error: gone\n    at somewhere\n\n    at somewhere else'],
      [2, '{"a":1}'],
    ] as const;
    expect(await all(copied)).toEqual(
      events.map(([second, message]) => event(second, message, 'copied.log')),
    );
    expect(await all(exported)).toEqual(
      events.map(([second, message]) => event(second, message, '2026-03-01-[$LATEST]abc')),
    );
  });

  test('of `aws logs tail`: a time, a log stream, a message', async () => {
    const file = written('tail.log', [
      `2026-03-01T12:00:00.000000+00:00 ${STREAM} START RequestId: ${ID} Version: $LATEST`,
      `2026-03-01T12:00:01.500000+00:00 ${STREAM} needs-retry.s3.ListBuckets|increment|count=1`,
    ]);

    expect(await all(file)).toEqual([
      event(0, `START RequestId: ${ID} Version: $LATEST`, STREAM),
      event(1.5, 'needs-retry.s3.ListBuckets|increment|count=1', STREAM),
    ]);
  });

  test.each([
    [
      'a time and a message',
      [
        `2026-03-01T12:00:00.000Z START RequestId: ${ID} Version: $LATEST`,
        '2026-03-01T12:00:01.000Z {"Retries":1}',
      ],
      undefined,
    ],
    [
      'a stream too',
      [
        `2026-03-01T12:00:00.000Z ${STREAM} START RequestId: ${ID} Version: $LATEST`,
        `2026-03-01T12:00:01.000Z ${STREAM} {"Retries":1}`,
      ],
      STREAM,
    ],
  ])('of what stands under a heading: %s', async (_, lines, stream) => {
    const file = written('headed.log', [
      '$ npx --yes pnpm@12 demo --full',
      '',
      'The log of the function',
      ...lines,
    ]);

    expect(await all(file)).toEqual([
      event(0, `START RequestId: ${ID} Version: $LATEST`, stream ?? 'headed.log'),
      event(1, '{"Retries":1}', stream ?? 'headed.log'),
    ]);
  });

  test('and a retry that stands undated far behind is an event all the same, as old as the one before it', async () => {
    const dated = Array.from({ length: 300 }, (_, n) => `2026-03-01T12:00:00.000Z {"n":${n}}`);
    const line = 'needs-retry.s3.ListBuckets|increment|count=1';
    const [stack, last] = ['    at needs-retry.s3', '2026-03-01T12:00:01.000Z {"n":300}'];
    const file = written('app.log', ['> app@1.0.0 start', ...dated, line, line, stack, last, line]);

    expect((await all(file)).slice(300)).toEqual([
      event(0, line, 'app.log'),
      event(0, `${line}\n${stack}`, 'app.log'),
      event(1, '{"n":300}', 'app.log'),
      event(1, line, 'app.log'),
    ]);
    const { rows } = await runQuery(
      'filter @message like /^needs-retry\\.s3/ | stats count(*) as n',
      readLogs(file),
    );
    expect(rows).toEqual([[{ field: 'n', value: '3' }]]);
  });

  test('of one event under a heading', async () => {
    const file = written('one.log', ['The log', '2026-03-01T12:00:00.000Z {"Retries":1}']);

    expect(await all(file)).toEqual([event(0, '{"Retries":1}', 'one.log')]);
  });

  test('of one event behind an empty line, without a newline', async () => {
    const file = join(folder, 'bare.log');
    writeFileSync(file, '\n2026-03-01T12:00:00.000Z {"Retries":1}');

    expect(await all(file)).toEqual([event(0, '{"Retries":1}', 'bare.log')]);
  });

  test.each([
    [
      'of which some lines are dated',
      ['Listening on 3000.', '2026-03-01 12:00:00 GET /', '2026-03-01 12:00:01 GET / 200'],
    ],
    [
      'beside which retries are lines of their own',
      [
        '2026-03-01T12:00:00.000Z GET /',
        'needs-retry.s3.GetObject|increment|count=1',
        'needs-retry.s3.GetObject|increment|count=1',
      ],
    ],
    [
      'that writes JSON beside text',
      ['Listening on 3000.', '2026-03-01T12:00:00.000Z {"a":1}', '{"Retries":1}'],
    ],
    [
      'that is longer than any heading',
      [...Array.from({ length: 11 }, (_, n) => `step ${n}`), '2026-03-01T12:00:00.000Z {"a":1}'],
    ],
  ])('of an application’s log %s: each line is a message', async (_, lines) => {
    const file = written('application.log', lines);

    expect((await all(file)).map(({ message }) => message)).toEqual(lines);
  });

  test('of `aws logs filter-log-events`, on many lines or on one', async () => {
    const events = [
      {
        logStreamName: STREAM,
        timestamp: NOON,
        message: 'first {"a":[1]} "\\\n',
        ingestionTime: NOON + 5,
        eventId: '1',
      },
      {
        logStreamName: STREAM,
        timestamp: NOON + 1000,
        message: '{"a":2}',
        ingestionTime: NOON + 6,
        eventId: '2',
      },
    ];
    const document = { events, searchedLogStreams: [{ logStreamName: STREAM, searchedCompletely: true }] };

    for (const space of [undefined, 4]) {
      const file = written('filtered.json', [JSON.stringify(document, undefined, space)]);

      expect(await all(file)).toEqual([
        { ...event(0, 'first {"a":[1]} "\\', STREAM), ingestionTime: NOON + 5 },
        { ...event(1, '{"a":2}', STREAM), ingestionTime: NOON + 6 },
      ]);
    }
  });

  test('of one event as JSON a line', async () => {
    const events = [
      event(0, 'a\nb', STREAM),
      { ...event(1, '{"x":1}', STREAM), log: '1:/aws/lambda/orders' },
    ];
    const file = written(
      'events.jsonl',
      events.map((each) => JSON.stringify(each)),
    );

    expect(await all(file)).toEqual(events);
  });

  test.each<[LogFormat, string[], string[]]>([
    ['lines', ['2026-03-01T12:00:00Z x'], ['2026-03-01T12:00:00Z x']],
    ['timestamped', ['2026-03-01T12:00:00Z a b'], ['a b']],
    ['tail', ['2026-03-01T12:00:00 web/1 a b'], ['a b']],
    ['stream-first', ['web/1 2026-03-01T12:00:00 a b'], ['a b']],
    ['json', [`{"timestamp":${NOON},"message":"m"}`, 'no event'], ['m', 'no event']],
    ['json', [`[{"timestamp":${NOON},"message":"m"},`, '{"no":"event"}]'], ['m', '{"no":"event"}']],
  ])('or told: %s', async (format, lines, messages) => {
    const file = written(`told-${format}.log`, lines);

    expect((await all(file, { format })).map(({ message }) => message)).toEqual(messages);
  });
});

describe('files', () => {
  test('are found by a glob that is longer than any name', async () => {
    written('long/a.log', ['{"n":1}']);
    const others = Array.from({ length: 100 }, (_, n) => `b${n}`);

    const { rows } = await runQuery('fields n', readLogs(join(folder, `long/{a,${others}}.log`)));

    expect(rows).toEqual([[{ field: 'n', value: '1' }]]);
  });

  test('are found by globs, each once, and may be compressed whatever their name', async () => {
    written('many/a.log', ['{"n":1}']);
    written('many/b.log', ['{"n":2}']);
    written('many/deep/c.log', ['{"n":4}'], true);

    const { rows } = await runQuery(
      'stats sum(n) as sum, count(*) as count',
      readLogs([join(folder, 'many/**/*.log'), join(folder, 'many/a.log')]),
    );

    expect(rows).toEqual([
      [
        { field: 'sum', value: '7' },
        { field: 'count', value: '3' },
      ],
    ]);
  });

  test('that are not there are named', async () => {
    await expect(runQuery('stats count(*)', readLogs(join(folder, 'none.log')))).rejects.toThrow('none.log');
    await expect(runQuery('stats count(*)', readLogs(join(folder, '*.none')))).rejects.toThrow('*.none');
  });

  test('may end without a newline, have those of Windows, or nothing at all', async () => {
    writeFileSync(join(folder, 'windows.log'), 'a\r\nb\r\n\r\nc');
    writeFileSync(join(folder, 'empty.log'), '');

    expect((await all(join(folder, 'windows.log'))).map(({ message }) => message)).toEqual(['a', 'b', 'c']);
    expect(await all(join(folder, 'empty.log'))).toEqual([]);
  });

  test.each(['lines', 'timestamped', 'json'] as const)(
    'larger than a block give every event once, in the format %s',
    async (format) => {
      const messages = Array.from(
        { length: 3000 },
        (_, index) => `{"n":${index},"pad":"${'x'.repeat((index * 7919) % 1777)}"}`,
      );
      messages[1500] = `{"n":1500,"pad":"${'y'.repeat(3_000_000)}"}`;
      const texts = {
        lines: messages.join('\n'),
        timestamped: messages.map((message) => `2026-03-01T12:00:00.000Z ${message}\nand more`).join('\n'),
        json: JSON.stringify({
          events: messages.map((message) => ({ timestamp: NOON, message })),
        }),
      };
      const file = join(folder, `large-${format}`);
      writeFileSync(file, texts[format]);
      const query =
        'parse @message /"n":(?<number>\\d+)/ | stats count(*) as count, sum(number) as sum, max(strlen(@message)) as longest';
      const some =
        'parse @message "\\"n\\":*," as number | filter @message like "yyy" or number = 2999 | stats count(*)';

      const { rows, statistics } = await runQuery(query, readLogs(file, { format }));
      const filtered = await runQuery(some, readLogs(file, { format }));

      const more = format === 'timestamped' ? '\nand more'.length : 0;
      expect(rows[0]!.map(({ value }) => Number(value))).toEqual([
        3000,
        (2999 * 3000) / 2,
        messages[1500]!.length + more,
      ]);
      expect(statistics.recordsScanned).toBe(3000);
      expect(filtered.rows[0]![0]!.value).toBe('2');
    },
  );

  test('of one log are read by many queries at once', async () => {
    const file = written(
      'shared.log',
      Array.from({ length: 5000 }, (_, n) => `{"n":${n},"kind":"k${n % 3}"}`),
    );
    const logs = readLogs(file);

    const answers = await Promise.all(
      ['k0', 'k1', 'k2', 'k3'].map((kind) => runQuery(`filter kind = "${kind}" | stats count(*) as n`, logs)),
    );

    expect(answers.map(({ rows }) => rows[0]?.[0]?.value)).toEqual(['1667', '1667', '1666', undefined]);
  });

  test.each([
    ['sort n asc | limit 2', [0, 1]],
    ['sort @timestamp desc | limit 2', [39_999, 39_998]],
    ['sort pad, n | limit 3', [0, 7, 14]],
    ['limit 2', [39_999, 39_998]],
    ['sort n | dedup pad', [0, 1, 2, 3, 4, 5, 6]],
  ])('are kept beyond the block that they stand in: %s', async (query, wanted) => {
    const messages = Array.from({ length: 40_000 }, (_, n) => `{"n":${n},"pad":"${'x'.repeat(90)}${n % 7}"}`);
    const file = written('blocks.log', messages);

    const { rows } = await runQuery(`fields n, @message | ${query}`, readLogs(file));

    expect(rows.map((row) => row.map(({ value }) => value))).toEqual(
      wanted.map((n) => [String(n), messages[n]]),
    );
  });

  test('are read no further than is needed', async () => {
    const file = written('long.log', Array(400_000).fill('{"a":1}'));

    const { statistics } = await runQuery('fields a | limit any 2', readLogs(file));

    expect(statistics.recordsScanned).toBeLessThan(400_000);
  });
});

describe('what only may match is left out, what does match never is', () => {
  test.each([
    ['filter @message like "needle"', [0, 1, 3, 6, 7]],
    ['filter word = "needle"', [1, 2, 3]],
    ['filter word in ["needle", "x"]', [1, 2, 3, 4]],
    ['filter n > 5', [1, 5]],
    ['filter 5 < n and n < 100', [1]],
    ['filter n = 7 or word = "x"', [1, 4]],
    ['filter @type = "REPORT"', [8]],
    ['filter @duration > 1', [8]],
    ['parse @message "in text * needle" as t | filter t = "a"', [0]],
    ['parse @message /text (?<t>\\w) / | filter ispresent(t)', [0, 6]],
    ['filter strcontains(word, "eedl")', [1, 2, 3]],
    ['filter o.needle = 1', [7]],
    ['filter not ispresent(word) and n > 6', [5]],
  ])('%s', async (query, expected) => {
    const file = written('needles.log', [
      'in text a needle',
      '{"word":"needle","n":7}',
      '{"word":"\\u006eeedle","i":2}',
      '{"\\u0077ord":"needle"}',
      '{"word":"x"}',
      '{"n":"1e3"}',
      'in text b the needle',
      '{"o":{"needle":1},"text":"n > 5"}',
      `REPORT RequestId: ${ID}\tDuration: 1.5 ms\tBilled Duration: 2 ms`,
      '{"n":5,"m":{"n":9}}',
    ]);
    const order = (await all(file)).map(({ message }) => message);

    const { rows } = await runQuery(`${query} | display @message`, readLogs(file));

    expect(rows.map((row) => order.indexOf(row[0]!.value)).sort((a, b) => a - b)).toEqual(expected);
  });
});

function event(second: number, message: string, logStream: string): LogEvent {
  return { timestamp: NOON + second * 1000, message, logStream };
}

async function all(path: string, options?: ReadLogsOptions): Promise<LogEvent[]> {
  const events = [];
  for await (const each of readLogs(path, options)) events.push(JSON.parse(JSON.stringify(each)) as LogEvent);
  return events;
}

function written(name: string, lines: readonly string[], isZipped = name.endsWith('.gz')): string {
  const path = join(folder, name);
  const text = lines.map((line) => `${line}\n`).join('');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, isZipped ? gzipSync(text) : text);
  return path;
}
