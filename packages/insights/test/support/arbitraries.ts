import fc from 'fast-check';

const patterns = fc.constantFrom(
  ...[
    '/x/',
    '/needs-retry\\.(?<p>[^.|]+)\\.(?<q>[^|]+)/',
    '/(?<p>\\d+)/',
    '/(?i)X/',
    '/(?=x)/',
    '/a|b|needs/',
    '/^x*$/',
  ],
  ...[
    '/(\\d+) (\\w+)/',
    '/[/',
    '/(?<p>.*?)x/',
    '/((a+)+)$/',
    '/\\S+\\s+(?<q>.*)/',
    '/needs-retry\\.|Task timed out/',
  ],
);
const globs = fc.constantFrom('"*"', '"needs-retry.*|*"', '"* *"', '\'"a":*,\'', '"x"', '"**"');
const source = fc.constantFrom('', '@message', 's', 'a.b', '@logStream');

/** Queries of a grammar that knows all commands and most functions, right and nearly right. */
export const queries: fc.Arbitrary<string> = fc.letrec<{
  expression: string;
  command: string;
  query: string;
}>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(
      ...[
        'a',
        'b',
        'a.b',
        'n',
        's',
        'list.0',
        'list[1].x',
        '`odd-name`',
        '@message',
        '@timestamp',
        '@type',
        '@logStream',
      ],
      ...[
        '@requestId',
        '@@at',
        '5',
        '0',
        '-1.5',
        '1e3',
        '"x"',
        "'needs-retry.'",
        '"200"',
        'true',
        'x',
        'now()',
      ],
    ),
    call(
      'abs ceil floor log sqrt round strlen toupper tolower trim isempty isblank ispresent isNumeric',
      tie,
      1,
    ),
    call(
      'jsonParse jsonStringify jsonArraySize toInt toNumber hexToDec decToHex base64encode base64decode',
      tie,
      1,
    ),
    call('urlencode urldecode md5 messageSize isValidIp isPrivateIP fromMillis toMillis', tie, 1),
    call('strcontains startsWith endsWith concat coalesce greatest least split substr isIpInSubnet', tie, 2),
    call('replace if case', tie, 3),
    fc.constantFrom(
      'bin(5m)',
      'bin(1h)',
      'bin(300s)',
      'bin(1mo)',
      'datefloor(@timestamp, 1d)',
      'dateceil(n, 5m)',
    ),
    fc.constantFrom(
      'formatDate(@timestamp, "%Y-%m-%d %H", "Europe/Berlin")',
      'parseDate(s, "yyyy-MM-dd", "UTC")',
    ),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(...'+ - * / % ^ = != < <= > >= and or like'.split(' ')),
        tie('expression'),
      )
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('expression'), fc.constantFrom(' like ', ' not like ', ' =~ '), patterns)
      .map((parts) => parts.join('')),
    fc
      .tuple(tie('expression'), fc.constantFrom(' in ', ' not in '))
      .map(([value, word]) => `${value}${word}["x", 1, "needs-retry."]`),
    tie('expression').map((inner) => `(${inner})`),
    tie('expression').map((inner) => `not ${inner}`),
    tie('expression').map((inner) => `!${inner}`),
  ),
  command: fc.oneof(
    { weight: 4, arbitrary: tie('expression').map((condition) => `filter ${condition}`) },
    list(named(tie)).map((columns) => `fields ${columns}`),
    list(named(tie)).map((columns) => `display ${columns}`),
    fc
      .tuple(source, globs, fc.constantFrom('p', 'p, q'))
      .map(([from, glob, names]) => `parse ${from} ${glob} as ${names}`),
    fc
      .tuple(source, patterns, fc.constantFrom('', ' multi', ' as p'))
      .map((parts) => `parse ${parts.join(' ')}`),
    fc.constantFrom('parse @message logfmt as lf', 'parse s csv as p, q', 'json field=a "b" as p'),
    fc
      .tuple(list(aggregated(tie)), fc.option(list(named(tie))))
      .map(([items, keys]) => `stats ${items}${keys === null ? '' : ` by ${keys}`}`),
    fc
      .tuple(tie('expression'), fc.constantFrom('', ' asc', ' desc'))
      .map((parts) => `sort ${parts.join('')}`),
    fc.integer({ min: 0, max: 20 }).map((count) => `limit ${count}`),
    fc.constantFrom('dedup a', 'dedup s, n', 'unnest list into item', 'unnest jsonParse(@message) into item'),
    fc.constantFrom('pattern @message', 'where a', 'limit any 2', 'sort', 'anomaly', ''),
  ),
  query: fc
    .array(tie('command'), { minLength: 1, maxLength: 5 })
    .chain((commands) =>
      fc.constantFrom(' | ', '\n| ', ' # remark | \n|').map((pipe) => commands.join(pipe)),
    ),
})).query;

/** Text that is no query, but looks a little like one. */
export const garbage: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }),
      fc.constantFrom(
        ...'fields filter stats by as | ( ) [ ] , " \' / ` # \\ . * 5m @message count(*) not in like'.split(
          ' ',
        ),
      ),
      fc.constantFrom('__proto__', 'constructor', 'toString()', 'hasOwnProperty(a)', '\u0000', '\ud800'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '));

/** Lines of a log: JSON, text, Lambda's, ours, and such as are cut or odd. */
export const lines: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 4, arbitrary: documents() },
    fc.constantFrom(
      'START RequestId: c793869b-ee49-115b-a5b6-4fd21e8dedac Version: $LATEST',
      'REPORT RequestId: c793869b-ee49-115b-a5b6-4fd21e8dedac\tDuration: 1.5 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB',
      '2026-03-01T12:00:01.000Z\tc793869b-ee49-115b-a5b6-4fd21e8dedac\tINFO\t{"a":3,"s":"x"} {"a":4}',
      '2026-03-01T12:00:02.000Z c793869b-ee49-115b-a5b6-4fd21e8dedac Task timed out after 3.00 seconds',
      'needs-retry.s3.ListBuckets|increment|count=1',
      '{"message":"needs-retry.s3.ListBuckets|increment|count=1","timestamp":"2026-03-01T12:00:03.000Z"}',
      'level=error msg="a b" n=5',
      '{"a":1,"a":7} ',
      '{"\\u0061":8,"s":"\\u0078"}',
      '{"a":1.5e3,"n":-0,"list":[{"x":1},{"x":"x"}]}',
      '{"a":{"b":"x"},"a.b":5}',
      '{"a":12345678901234567890,"n":1e400}',
      '{"a":1}}',
      `${'['.repeat(2000)}${']'.repeat(2000)}`,
    ),
    documents().map((document) => document.slice(0, -1)),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  )
  .map((line) => line.replace(/[\r\n]/g, ' '));

function documents(): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 1500 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(
      'x',
      'X',
      'needs-retry.',
      '200',
      '',
      'ä€',
      '10.0.0.1',
      '{"b":1}',
      '[1,"x"]',
      'a"b\\c',
      '2026-03-01',
    ),
    fc.boolean(),
    fc.constant(null),
  );
  return fc
    .record(
      {
        timestamp: fc.constantFrom('2026-03-01T12:00:00.000Z', '2026-03-01T13:30:00.500Z', 1_772_370_000_123),
        a: fc.oneof(value, fc.record({ b: value })),
        b: value,
        n: value,
        s: value,
        list: fc.array(fc.oneof(value, fc.record({ x: value })), { maxLength: 3 }),
        'odd-name': value,
        '@at': value,
      },
      { requiredKeys: [] },
    )
    .chain((document) =>
      fc.constantFrom(undefined, 1).map((space) => JSON.stringify(document, undefined, space)),
    );
}

type Tie = (key: 'expression') => fc.Arbitrary<string>;

function call(names: string, tie: Tie, count: number): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...names.split(' ')),
      fc.array(tie('expression'), { minLength: count, maxLength: count }),
    )
    .map(([name, list]) => `${name}(${list.join(', ')})`);
}

function named(tie: Tie): fc.Arbitrary<string> {
  return fc
    .tuple(tie('expression'), fc.constantFrom('', '', ' as p', ' as a', ' as `x y`'))
    .map((parts) => parts.join(''));
}

function aggregated(tie: Tie): fc.Arbitrary<string> {
  const one =
    'sum avg min max count count_distinct stddev variance values earliest latest sortsFirst sortsLast';
  const item = fc.oneof(
    call(one, tie, 1),
    fc.constantFrom(
      'count(*)',
      'count()',
      'pct(n, 90)',
      'topk(2, s)',
      'histogram(n, 3)',
      'rate(n, 1m)',
      'sum(n) / count(*)',
    ),
  );
  return fc.tuple(item, fc.constantFrom('', ' as r', ' as a')).map((parts) => parts.join(''));
}

function list(item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(', '));
}
