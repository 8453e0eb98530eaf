import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogsService } from '@needs-retry/fixtures/logs-service';
import { compileQuery } from '@needs-retry/insights';
import stringWidth from 'string-width';
import { COMMANDS } from '../src/commands/index.js';
import { askedQuery } from '../src/options/query-text.js';
import { runProgram } from '../src/program.js';
import { run, runOn, terminalOf } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
const file = join(folder, 'orders.log');
writeFileSync(file, retries().join('\n'));
afterAll(() => rmSync(folder, { recursive: true }));

const LEVELS = join(folder, 'levels.log');
writeFileSync(
  LEVELS,
  [
    '{"timestamp":"2026-03-01T12:00:00.000Z","level":"INFO","ms":5}',
    '{"timestamp":"2026-03-01T12:01:00.000Z","level":"ERROR, \\"bad\\"","ms":10.123456789}',
    '{"timestamp":"2026-03-01T12:02:30.000Z","level":"INFO","ms":20,"escape":"\\u001b[31m\\nred"}',
  ].join('\n'),
);

describe('query', () => {
  test('answers a query of the catalogue as a table', async () => {
    const { code, out, error } = await run('query', 'retries-by-operation', file, '--service', 's3');

    expect({ code, out, error }).toEqual({
      code: 0,
      error: '',
      out: [
        'service  operation  retries  throttled',
        '───────────────────────────────────────',
        's3       PutObject        3          2',
        's3       GetObject        1          0',
        '',
      ].join('\n'),
    });
  });

  test('draws points in time as bars, and other rows too if asked', async () => {
    const overTime = await run(
      'query',
      'stats sum(ms) as ms by bin(1m) as t | sort t asc',
      LEVELS,
      '-o',
      'chart',
    );
    const named = await run('query', 'retries-over-time', file, '--bin', '1h');

    expect(overTime.out).toBe(
      [
        '2026-03-01 12:00:00.000             5  ██████████▎',
        '2026-03-01 12:01:00.000  10.123456789  ████████████████████▊',
        '2026-03-01 12:02:00.000            20  █████████████████████████████████████████',
        '',
      ].join('\n'),
    );
    expect(named.out).toBe(
      [
        '2026-03-01 12:00:00.000  4  ████████████████████████████████████████████████████',
        '2026-03-01 13:00:00.000  2  ██████████████████████████',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [
      'table',
      [
        'level         n       ms',
        '─────────────────────────',
        'INFO          2     12.5',
        'ERROR, "bad"  1  10.1235',
      ],
    ],
    [
      'json',
      [
        '[',
        '  {',
        '    "level": "INFO",',
        '    "n": 2,',
        '    "ms": 12.5',
        '  },',
        '  {',
        '    "level": "ERROR, \\"bad\\"",',
        '    "n": 1,',
        '    "ms": 10.123456789',
        '  }',
        ']',
      ],
    ],
    ['jsonl', ['{"level":"INFO","n":2,"ms":12.5}', '{"level":"ERROR, \\"bad\\"","n":1,"ms":10.123456789}']],
    ['csv', ['level,n,ms', 'INFO,2,12.5', '"ERROR, ""bad""",1,10.123456789']],
  ])('writes %s', async (output, lines) => {
    const { out } = await run(
      'query',
      'stats count(*) as n, avg(ms) as ms by level',
      LEVELS,
      '--output',
      output,
    );

    expect(out).toBe(`${lines.join('\n')}\n`);
  });

  test('shows nothing of a log that a terminal would obey, but gives it to programs', async () => {
    const query = 'filter ispresent(escape) | display escape';

    expect((await run('query', query, LEVELS)).out).toBe('escape\n──────────\n�[31m⏎red\n');
    expect((await run('query', query, LEVELS, '-o', 'jsonl')).out).toBe('{"escape":"\\u001b[31m\\nred"}\n');
  });

  test('colours for a terminal only', async () => {
    const args = ['query', 'stats count(*) by level', LEVELS];

    expect((await run(...args)).out).not.toContain('\u001b');
    expect((await runOn({ isColor: true }, ...args, '-o', 'chart')).out).toContain('\u001b[36m');
  });

  test('keeps to a time', async () => {
    const query = 'stats count(*) as n';

    const { out } = await run(
      'query',
      query,
      LEVELS,
      '--start',
      '2026-03-01T12:01:00Z',
      '--end',
      '2026-03-01T12:02:00Z',
      '-o',
      'csv',
    );

    expect(out).toBe('n\n1\n');
    expect((await run('query', query, LEVELS, '--since', '30m', '-o', 'csv')).out).toBe('n\n');
  });

  test('says where a query is wrong, before it reads anything', async () => {
    const { code, out, error } = await run('query', 'fields a | fliter a = 1', join(folder, 'none.log'));

    expect({ code, out, error }).toEqual({
      code: 2,
      out: '',
      error:
        'There is no command `fliter`.\n1 | fields a | fliter a = 1\n               ^ expected `filter`\n',
    });
  });

  test('with no rows says so, and with --fail-empty by its exit code', async () => {
    const args = ['query', 'gave-up', LEVELS];

    const { code, out, error } = await run(...args);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(error).toMatch(/^No rows\. .*`emfSink\(\)` writes them/);
    expect((await run(...args, '--fail-empty')).code).toBe(1);
    expect((await run('query', 'invocations', LEVELS)).error).toContain('--form line');
  });
});

describe('what comes out', () => {
  test('in JSON, only what was calculated is a number', async () => {
    const file = written('ids.log', '{"id":"007","account":"123456789012345678"}');
    const { out } = await run(
      'query',
      'fields id, account, strlen(id) as length | display id, account, length',
      file,
      '-o',
      'jsonl',
    );

    expect(out).toBe('{"id":"007","account":"123456789012345678","length":3}\n');
  });

  test('as Markdown is text, never markup', async () => {
    const file = written('markup.log', '{"a":"<b>|`x`*\\n","n":1}');
    const { out } = await run('query', 'stats count(*) as n by a | display a, n', file, '-o', 'markdown');

    expect(out).toBe('| a | n |\n| --- | ---: |\n| &lt;b>\\|\\`x\\`\\*⏎ | 1 |\n');
  });

  test('on a terminal fits into its lines', async () => {
    const file = written('wide.log', `{"name":"${'x'.repeat(300)}","日本":"${'語'.repeat(40)}","n":12345}`);
    const query = 'fields name, n, `日本`, n as m';

    for (const columns of [40, 80]) {
      const { out } = await runOn({ columns }, 'query', `${query} | display name, \`日本\`, n`, file);
      const { out: chart } = await runOn(
        { columns },
        'query',
        'stats count(*) as n by name',
        file,
        '-o',
        'chart',
      );

      for (const line of (out + chart).trimEnd().split('\n'))
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      expect(out).toContain('12345');
      expect(out).toContain('…');
    }
  });

  test('on a terminal of one column, or of a size that it does not tell, comes to an end', async () => {
    const file = written('narrow.log', '{"name":"abc"}');

    for (const columns of [0, 1]) {
      const { out } = await runOn({ columns }, 'query', 'stats count(*) as n by name', file, '-o', 'chart');
      expect(out).toMatch(/^… {2}1 {2}█+\n$/);
    }
  });

  test('on a terminal has no escapes that it would obey', async () => {
    const file = written('hostile.log', '{"a":"\\u001b[31m\\u009b2J\\u202e"}');

    const shown = { isOutputTerminal: true };
    expect((await runOn(shown, 'query', 'display a', file, '-o', 'csv')).out).toBe(
      'a\n\\u001b[31m\\u009b2J\\u202e\n',
    );
    expect((await runOn(shown, 'query', 'display a', file, '-o', 'jsonl')).out).toBe(
      '{"a":"\\u001b[31m\\u009b2J\\u202e"}\n',
    );
    expect((await run('query', 'display a', file, '-o', 'csv')).out).toBe('a\n\u001b[31m\u009b2J\u202e\n');
  });
});

test('a query can stand in a file', async () => {
  const query = written('query.txt', 'stats count(*) as n # of all\n| display n\n');

  expect((await run('query', `@${query}`, LEVELS, '-o', 'csv')).out).toBe('n\n3\n');
  expect(await run('query', '@none.txt', LEVELS)).toEqual({
    code: 2,
    out: '',
    error: expect.stringContaining('The query in none.txt cannot be read: ENOENT'),
  });
});

test.each([
  '2026-03-01T12:01',
  '2026-03-01 12:01:00',
  '2026-03-01T14:01+02:00',
  String(Date.UTC(2026, 2, 1, 12, 1)),
])('the time %s is UTC where it has no zone', async (start) => {
  const zone = process.env.TZ;
  process.env.TZ = 'America/New_York';
  const { out } = await run('query', 'stats count(*) as n', LEVELS, '--start', start, '-o', 'csv');
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;

  expect(out).toBe('n\n2\n');
});

test('a file that may not be what it seems is named', async () => {
  const file = written('unknown.log', 'hello\n');

  const { code, error } = await run('query', 'stats count(*) as n', file);

  expect(code).toBe(0);
  expect(error).toContain(`0 of 1 line of ${file} are of a kind that is known`);
});

test('help explains a command by what it declares', async () => {
  const { code, out } = await run('help', 'query');

  expect(code).toBe(0);
  for (const { long, description } of COMMANDS.find(({ name }) => name === 'query')!.options) {
    expect(out).toContain(long!);
    expect(out.replace(/\s+/g, ' ')).toContain(description);
  }
});

test('queries lists what can be asked', async () => {
  const { code, out } = await run('queries');

  expect(code).toBe(0);
  expect(out.split('\n').slice(0, 2)).toEqual([
    'retries-by-operation  Which operations are retried most, and how many of their attempts were throttled?',
    '                      --form emf|line --service --operation',
  ]);
});

test('show prints what can be pasted into the console', async () => {
  const { code, out } = await run(
    'show',
    'retries-over-time',
    '--form',
    'emf',
    '--service',
    's3',
    '--bin',
    '1h',
  );

  expect({ code, out }).toEqual({
    code: 0,
    out: 'filter Retries > 0 and ServiceId = "s3"\n| stats sum(Retries) as retries by bin(1h) as time\n| sort time asc\n',
  });
});

test('--help teaches by examples, each of which is a command line that makes sense', async () => {
  const { code, out } = await run('--help');

  expect(code).toBe(0);
  const part = out.slice(out.indexOf('Examples'));
  const examples = [...part.matchAll(/needs-retry ((?:'[^']*'|[^|'&\n])+)/g)].map(([, line]) =>
    [...line!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!),
  );
  expect(examples.length).toBeGreaterThan(6);
  const asked: string[] = [];
  const commands = COMMANDS.map((command) => ({
    ...command,
    run: ([query]: readonly string[], options: object) =>
      asked.push(
        command.name !== 'query' || query!.startsWith('@') ? 'limit 1' : askedQuery(query!, options).text,
      ),
  }));
  for (const args of examples) await runProgram(args, commands, terminalOf({}));
  for (const text of asked) expect(() => compileQuery(text)).not.toThrow();
  expect(asked).toHaveLength(examples.length);
});

test.each([
  [[], ''],
  [['nonsense'], `There is no command nonsense. There are ${COMMANDS.map(({ name }) => name).join(', ')}.`],
  [['qurey'], 'There is no command qurey. Did you mean query?'],
  [['--versoin'], 'There is no option --versoin. Did you mean --version?'],
  [['query', 'retries-by-operations', file], 'Did you mean retries-by-operation?'],
  [['query', 'gave-up', file, '-o', 'jsn'], 'Did you mean json?'],
  [['query', 'gave-up', file, '--output'], '--output takes a value: how the answer is written.'],
  [['query', 'fields a', file, '--start', 'Nov 10 2026'], 'Expected --start to be a date such as'],
  [['query', 'fields a', '--log-group', 'g', '--follow'], '--follow reads files or standard input'],
  [['complete', 'tcsh'], 'Expected a shell of bash, zsh, fish, got tcsh.'],
  [['query'], '`needs-retry query` takes a query: its name'],
  [['query', 'no-such-query', file], 'There is no query no-such-query in the catalogue.'],
  [['query', 'gave-up'], 'Name files, or a --log-group'],
  [['query', 'gave-up', file, '--outptu', 'csv'], 'There is no option --outptu. Did you mean --output?'],
  [
    ['query', 'gave-up', file, '-o', 'xml'],
    'Expected --output to be table, chart, json, jsonl, csv, markdown, got xml.',
  ],
  [['query', 'gave-up', file, '--bin', '5m'], 'Expected no `bin`'],
  [['query', 'fields a', file, '--service', 's3'], '--service is for queries of the catalogue'],
  [['query', 'fields a', file, '--limit', '0'], 'Expected --limit'],
  [['query', 'fields a', file, '--since', 'yesterday'], 'Expected --since'],
  [['query', 'fields a', file, '--since', '1h', '--start', '2026-01-01'], 'not both'],
  [['query', 'fields a', file, '--log-group', 'g'], 'not both'],
  [['query', 'fields a', file, '--region', 'eu-west-1'], 'name a --log-group'],
  [['show'], '`needs-retry show` takes a query: its name.'],
  [['show', 'retry-rate', '--form', 'line'], 'Expected `form` of retry-rate to be emf'],
  [['queries', 'all'], 'takes no arguments'],
])('%j is wrong usage', async (args, message) => {
  const { code, out, error } = await run(...args);

  expect(code).toBe(2);
  expect(out + error).toContain(message);
});

test.each([
  ['none.log', (path: string) => `There is no file ${path}.`],
  ['levels.log/none', (path: string) => `There is no file ${path}.`],
  ['*.none', (path: string) => `No file matches ${path}.`],
  ['', (path: string) => `${path} is a folder: name its files, such as ${path}/*.log.`],
])('a file that cannot be a log is named: %j', async (name, message) => {
  const path = join(folder, name);

  expect(await run('query', 'gave-up', file, path)).toEqual({
    code: 2,
    out: '',
    error: `${message(path)}\n`,
  });
});

describe('on the service', () => {
  let service: LogsService;
  afterEach(() => service.stop());

  test('shows progress on a terminal, and the answer', async () => {
    service = await LogsService.start(({ action }, calls) => {
      if (action === 'StartQuery') return { queryId: 'q1' };
      const results = [
        [
          { field: 'service', value: 's3' },
          { field: 'calls', value: '2' },
        ],
      ];
      const statistics = { recordsMatched: 2, recordsScanned: 12_345, bytesScanned: 2 ** 30 };
      return { status: calls.length < 3 ? 'Running' : 'Complete', results, statistics };
    });

    const { code, out, error } = await runOn(
      { isErrorTerminal: true },
      'query',
      'gave-up',
      '--log-group',
      'a',
      '--log-group',
      'b',
      '--since',
      '12h',
      '-o',
      'csv',
    );

    expect({ code, out }).toEqual({ code: 0, out: 'service,calls\ns3,2\n' });
    expect(error).toContain('Running: 12,345 records, 1073.7 MB scanned, about $0.0050, 1 rows');
    const { logGroupNames, startTime, endTime, queryString } = service.calls[0]!.input;
    expect(logGroupNames).toEqual(['a', 'b']);
    expect(Number(endTime) - Number(startTime)).toBe(12 * 3600);
    expect(queryString).toContain('filter RetriesExhausted > 0');
  });

  test('says what the SDK retries', async () => {
    service = await LogsService.start(({ action }, calls) => {
      if (calls.length === 1) return { error: 'ThrottlingException' };
      return action === 'StartQuery' ? { queryId: 'q1' } : { status: 'Complete', results: [] };
    });

    const { code, error } = await run('query', 'stats count(*) as n', '--log-group', 'a');

    expect(code).toBe(0);
    expect(error).toMatch(
      /^StartQuery was retried after ThrottlingException and \d+ ms: attempt 2\nNo rows\.\n$/,
    );
  });

  test('gives the rows so far and stops the query when it is interrupted', async () => {
    const interrupt = new AbortController();
    service = await LogsService.start(({ action }, calls) => {
      if (action === 'StopQuery') return { success: true };
      if (calls.length === 3) setImmediate(() => interrupt.abort(new Error('Interrupted.')));
      return action === 'StartQuery'
        ? { queryId: 'q1' }
        : { status: 'Running', results: [[{ field: 'n', value: '1' }]], statistics: {} };
    });

    const { code, out, error } = await runOn(
      { interrupted: interrupt.signal },
      'query',
      'stats count(*) as n',
      '--log-group',
      'a',
      '-o',
      'csv',
    );

    expect({ code, out }).toEqual({ code: 130, out: 'n\n1\n' });
    expect(error).toContain('these are the rows so far');
    expect(service.calls[service.calls.length - 1]!.action).toBe('StopQuery');
  });
});

/** Documents of retries: four at noon, of S3, and two an hour later, of DynamoDB. */
function retries(): string[] {
  const of = (hour: number, ServiceId: string, OperationName: string, Throttles: number) =>
    JSON.stringify({
      _aws: { Timestamp: Date.UTC(2026, 2, 1, hour), CloudWatchMetrics: [] },
      ServiceId,
      OperationName,
      Retries: 1,
      Throttles,
      kind: 'attempt',
      attempts: 2,
    });
  return [
    of(12, 's3', 'PutObject', 1),
    of(12, 's3', 'PutObject', 1),
    of(12, 's3', 'PutObject', 0),
    of(12, 's3', 'GetObject', 0),
    of(13, 'dynamodb', 'GetItem', 1),
    of(13, 'dynamodb', 'GetItem', 1),
  ];
}

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
