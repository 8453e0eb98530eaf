import {
  compileQuery,
  type LogEvent,
  QuerySyntaxError,
  runQuery,
  UnsupportedCommandError,
} from '../src/index.js';
import { lists, thrownBy } from './support/queries.js';

const NOON = Date.UTC(2026, 2, 1, 12);

describe('rows', () => {
  test('are arrays of fields and text, without the fields that are missing', async () => {
    const { columns, rows, statistics } = await runQuery('fields a, b, n | sort n asc', [
      event('{"a":"x","n":1}'),
      event('{"b":true,"n":2.50}'),
    ]);

    expect(columns).toEqual(['a', 'b', 'n']);
    expect(rows).toEqual([
      [
        { field: 'a', value: 'x' },
        { field: 'n', value: '1' },
      ],
      [
        { field: 'b', value: '1' },
        { field: 'n', value: '2.5' },
      ],
    ]);
    expect(statistics).toEqual({ recordsMatched: 2, recordsScanned: 2, bytesScanned: 34 });
  });

  test('stand newest first where nothing sorts them, and so do rows that sort leaves equal', async () => {
    const events = ['a', 'b', 'c', 'd'].map((message, index) => event(message, index < 2 ? 0 : index));

    expect(await lists('fields @message', events)).toEqual([['d'], ['c'], ['b'], ['a']]);
    expect(await lists('fields @message | sort strlen(@message) asc', events)).toEqual([
      ['d'],
      ['c'],
      ['b'],
      ['a'],
    ]);
    expect(await lists('fields @message | limit 2', events)).toEqual([['d'], ['c']]);
  });

  test('are ten thousand at most, or as many as the query or the caller says', async () => {
    const many = Array.from({ length: 10_050 }, (_, index) => event(`${index}`, index));

    expect(await lists('fields @message', many)).toHaveLength(10_000);
    expect(await lists('fields @message | limit 10020', many)).toHaveLength(10_020);
    expect(await lists('fields @message | limit 20', many, { limit: 3 })).toEqual([
      ['10049'],
      ['10048'],
      ['10047'],
    ]);
    expect(await lists('stats count(*) by @message', many)).toHaveLength(10_000);
  });

  test('come from the time that the caller asks about, its ends included', async () => {
    const events = [1, 2, 3, 4].map((second) => event(`${second}`, second * 1000));

    const options = { start: NOON + 2000, end: NOON + 3000 };
    expect(await lists('fields @message | sort @timestamp asc', events, options)).toEqual([['2'], ['3']]);
    expect(
      await lists('fields queryStartTime(), queryEndTime(), queryTimeRange() | limit 1', events, options),
    ).toEqual([[`${NOON + 2000}`, `${NOON + 3000}`, '1000']]);
  });

  test('can be asked for from async iterables, and by many at once', async () => {
    async function* events() {
      for (let index = 0; index < 100; index++) yield event(`{"n":${index}}`, index);
    }
    const query = compileQuery('stats sum(n) as sum, count(*) as count');

    const answers = await Promise.all([
      query.run(events()),
      query.run(events()),
      query.run([event('{"n":1}')]),
    ]);

    expect(answers.map(({ rows }) => rows[0]!.map(({ value }) => value))).toEqual([
      ['4950', '100'],
      ['4950', '100'],
      ['1', '1'],
    ]);
  });

  test('stop coming when the caller aborts', async () => {
    const abort = new AbortController();
    function* endless() {
      for (let index = 0; ; index++) {
        if (index === 10) abort.abort(new Error('enough'));
        yield event('x');
      }
    }

    await expect(runQuery('stats count(*)', endless(), { signal: abort.signal })).rejects.toThrow('enough');
  });

  test('stop coming when `limit any` has enough', async () => {
    function* endless() {
      for (;;) yield event('x');
    }

    expect(await lists('fields @message | limit any 3', endless())).toEqual([['x'], ['x'], ['x']]);
  });
});

describe('names', () => {
  test('of fields can be given to what is made from them, which they mean from there on', async () => {
    const query = 'filter n > 2 | fields n * 2 as n | filter n = 8 | fields n, m';

    expect(await lists(query, [event('{"n":2,"m":1}'), event('{"n":4,"m":2}')])).toEqual([['8', '2']]);
  });

  test('of aliases are not seen by the aggregates of their own stats, but by its arithmetic', async () => {
    const query = 'stats max(n) as n, sum(n) as total, total - n as rest';

    expect(await lists(query, [event('{"n":2}'), event('{"n":5}')])).toEqual([['5', '7', '2']]);
  });

  test('reach into maps and lists', async () => {
    const message = '{"users":[{"action":"x"},{"action":"PutData","id.x":7}],"deep":{"a.b":{"c":1}}}';
    const query =
      'fields jsonParse(@message) as j | display j.users[1].action, j.users[1].`id.x`, deep.a.b.c, users.0.action';

    expect(await lists(query, [event(message)])).toEqual([['PutData', '7', '1', 'x']]);
  });

  test('that begin with an at sign in the log have two in the query', async () => {
    expect(await lists('fields @@x, @x', [event('{"@x":1}')])).toEqual([['1']]);
  });

  test('of unaliased columns are their text, and mean the column after stats', async () => {
    const query = 'stats SUM( n ) by kind | filter sum(n) > 1 | sort Sum(n) desc';

    const { columns } = await runQuery(query, []);
    expect(columns).toEqual(['kind', 'SUM( n )']);
    expect(
      await lists(query, [
        event('{"n":2,"kind":"a"}'),
        event('{"n":1,"kind":"b"}'),
        event('{"n":3,"kind":"c"}'),
      ]),
    ).toEqual([
      ['c', '3'],
      ['a', '2'],
    ]);
  });

  test('that no event has are missing, whatever JavaScript calls so', async () => {
    const query = 'fields constructor, toString, `__proto__`, a.constructor';

    expect(await lists(query, [event('{"a":{}}')])).toEqual([[]]);
  });
});

describe('comparison', () => {
  test.each([
    ['n = 200', true],
    ['n = "200"', true],
    ['n != 200', false],
    ['n > "199.5"', true],
    ['s = "007"', true],
    ['s = "7"', false],
    ['s = 7', true],
    ['s < 10', true],
    ['word < "b"', true],
    ['flag = "true"', true],
    ['flag = 1', true],
    ['missing = 1', false],
    ['missing != 1', true],
    ['not missing > 1', true],
    ['missing not like "x"', true],
    ['missing not in ["x"]', true],
    ['n in ["x", 200]', true],
    ['word like "pp"', true],
    ['word like /^A/', false],
    ['word =~ /(?i)^A/', true],
    ['n like /2\\d\\d/', true],
    ['j = j', false],
    ['j != "x"', false],
    ['@timestamp > 1772366399999', true],
    ['@timestamp > "2026-01-01"', false],
    ['word = "apple" and (n = 1 or n = 200)', true],
    ['not n = 200 or word = "x"', false],
    ['!ispresent(missing) and ispresent(n)', true],
    ['isNumeric(s) and not isNumeric(word)', true],
  ])('%s is %s', async (condition, holds) => {
    const message = '{"n":200,"s":"007","word":"apple","flag":true,"object":{"a":1}}';
    const query = `fields jsonParse(@message) as j | filter ${condition} | display n`;

    expect(await lists(query, [event(message)])).toEqual(holds ? [['200']] : []);
  });
});

describe('functions', () => {
  test.each([
    ['round(2.5)', '3'],
    ['round(-2.5)', '-3'],
    ['round(1.005, 2)', '1.01'],
    ['round(1234.5, -2)', '1200'],
    ['10 % 3', '1'],
    ['2 ^ 3', '8'],
    ['-2 + 3 * 2', '4'],
    ['7 / 0', undefined],
    ['"a" + 1', undefined],
    ['greatest(1, "12", 3)', '12'],
    ['log(1)', '0'],
    ['sqrt(-1)', undefined],
    ['toInt("12.7")', '12'],
    ['toInt(3000000000)', undefined],
    ['toLong("-12.7")', '-12'],
    ['toNumber("abc")', undefined],
    ['floor(haversine(52.52, 13.405, 48.8566, 2.3522))', '877'],
    ['ltrim("xyZxyfooxyZ", "xyZ")', 'fooxyZ'],
    ['rtrim("xyZfooxyxyZ", "xyZ")', 'xyZfoo'],
    ['trim("  a ")', 'a'],
    ['strlen("héllo 😀")', '7'],
    ['substr("xyZfooxyZ", 3, 3)', 'foo'],
    ['substr("😀ab", 1, 1)', 'a'],
    ['replace("foo", "o", "0")', 'f00'],
    ['regexReplace("john smith", "(\\w+) (\\w+)", "$2 $1")', 'smith john'],
    ['strcontains("Init Duration", "duration", true)', '1'],
    ['startsWith("abc", "ab") + endsWith("abc", "bc")', '2'],
    ['isempty(missing) + isempty("") + isblank(" ") + isblank("a")', '3'],
    ['concat("a", 1, missing, "b")', 'a1b'],
    ['urldecode(urlencode("a b&ä"))', 'a b&ä'],
    ['base64decode(base64encode("ä"))', 'ä'],
    ['split("a,b", ",")', '["a","b"]'],
    ['hexToAscii("48656c6c6f")', 'Hello'],
    ['hexToDec("ff") + hexToDec("0xff")', '510'],
    ['decToHex(-255.9)', '-0xff'],
    ['md5("hello")', '5d41402abc4b2a76b9719d911017c592'],
    ['sha256("")', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['messageSize("héllo")', '6'],
    ['coalesce(missing, "b", "c")', 'b'],
    ['if(1 > 2, "a", "b")', 'b'],
    ['case(1 > 2, "a", 2 > 1, "b", "c")', 'b'],
    ['case(1 > 2, "a")', undefined],
    ['jsonArraySize("[1,2,3]")', '3'],
    ['jsonArraySize("x")', undefined],
    ['jsonArrayContains("[\\"a\\",1]", "a")', '1'],
    ['jsonArrayContains("[\\"a\\"]", "A")', '0'],
    ['jsonStringify(jsonParse("{ \\"a\\": 1 }"))', '{"a":1}'],
    ['toupper(jsonParse("{}"))', undefined],
    ['isValidIp("::1") + isValidIpV4("1.2.3.4") + isValidIpV6("1.2.3.4")', '2'],
    ['isIpInSubnet("2001:db8::1", "2001:db8::/32")', '1'],
    ['isIpv4InSubnet("192.0.3.1", "192.0.2.0/24")', '0'],
    ['isIpInSubnet("1.2.3.4", "nonsense")', '0'],
    ['isPrivateIP("172.16.0.1") + isPublicIP("8.8.8.8") + isReservedIP("127.0.0.1")', '3'],
    ['ipv4ToNumber("1.2.3.4")', '16909060'],
    ['fromMillis(1642195111000)', '2022-01-14 21:18:31.000'],
    ['toMillis(datefloor(@timestamp, 1d))', `${Date.UTC(2026, 2, 1)}`],
    ['dateceil(@timestamp, 1h)', '2026-03-01 13:00:00.000'],
    ['dateceil(datefloor(@timestamp, 1h), 1h)', '2026-03-01 12:00:00.000'],
    ['dateceil(@timestamp, 1mo)', '2026-04-01 00:00:00.000'],
    ['bin(2w)', '2026-02-23 00:00:00.000'],
    ['bin(1quarter)', '2026-01-01 00:00:00.000'],
    ['bin(5000ms)', '2026-03-01 12:00:05.000'],
    ['bin(48hours)', '2026-03-01 00:00:00.000'],
    ['now()', '1772366500'],
    ['formatDate(@timestamp, "%Y-%m-%d %H:%M:%S %j %a %b %% %q")', '2026-03-01 12:00:05 060 Sun Mar % %q'],
    ['strftime(@timestamp, "%H:%M %z", "America/New_York")', '07:00 -0500'],
    ['formatDate(@timestamp, "%Y", "Nowhere/Town")', undefined],
    ['parseDate("2026-03-01", "yyyy-MM-dd", "UTC")', '1772323200000'],
    ['parseDate("2026-03-01", "yyyy-MM-dd", "Europe/Berlin")', '1772319600000'],
    ['parseDate("01/Mar/2026:12:00:00 +0100", "dd/MMM/yyyy:HH:mm:ss Z")', '1772362800000'],
    ['parseDate("2026-03-01T12:00:00.25Z", "yyyy-MM-dd\'T\'HH:mm:ss.SSX")', '1772366400250'],
    ['parseDate("nonsense", "yyyy")', undefined],
  ])('%s is %s', async (expression, expected) => {
    const options = { now: 1_772_366_500_700 };

    const rows = await lists(`fields ${expression} as r | display r`, [event('{"a":1}', 5000)], options);

    expect(rows).toEqual([expected === undefined ? [] : [expected]]);
  });
});

test.each([
  ['concat(t, t, missing)', 30],
  ['replace(t, "x", "xxxxxxxx")', 12],
  ['regexReplace(t, "x", "$0$0$0$0$0$0$0$0")', 12],
  ['urlencode(base64encode(t))', 80],
])(
  '%s of itself again and again ends as nothing, not in a crash',
  async (expression, times) => {
    const steps = Array.from({ length: times }, (_, index) => {
      return `| fields ${expression.replace(/\bt\b/g, `t${index}`)} as t${index + 1} `;
    });
    const query = `fields s as t0 ${steps.join('')}| display t${times}`;

    const [[text = ''] = []] = await lists(query, [event('{"s":"xxxx"}')]);

    expect(text).toBe('');
  },
  30_000,
);

test('JSON that is nested deeper than any log is missing, not a crash', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  expect(await lists('fields jsonParse(@message) as j', [event(deep), event('[[1]]', 1)])).toEqual([
    ['[[1]]'],
    [],
  ]);
});

describe('aggregates', () => {
  const numbers = [3, 1, 4, 1, 5].map((n, index) =>
    event(`{"n":${n},"s":"s${n}","g":"${n % 2 ? 'odd' : 'even'}"}`, index * 1000),
  );

  test.each([
    ['count(*)', '5'],
    ['count()', '5'],
    ['count(missing)', '0'],
    ['count_distinct(n)', '4'],
    ['sum(n)', '14'],
    ['sum(n) / count(*)', '2.8'],
    ['avg(n)', '2.8'],
    ['min(n)', '1'],
    ['max(n)', '5'],
    ['max(@timestamp)', '2026-03-01 12:00:04.000'],
    ['sum(missing)', undefined],
    ['max(s)', undefined],
    ['pct(n, 0)', '1'],
    ['pct(n, 50)', '3'],
    ['pct(n, 100)', '5'],
    ['variance(n)', '2.56'],
    ['stddev(n)', '1.6'],
    ['values(g)', '["odd","even"]'],
    ['topk(1, g)', '["odd"]'],
    ['earliest(n)', '3'],
    ['latest(s)', 's5'],
    ['sortsFirst(s)', 's1'],
    ['sortsLast(s)', 's5'],
    ['rate(n, 1s)', '0.5'],
    ['sumOverTime(n) + count_over_time(n)', '19'],
    ['histogram(n, 2)', '{"1-3":2,"3-5":3}'],
  ])('%s is %s', async (aggregate, expected) => {
    expect(await lists(`stats ${aggregate} as r`, numbers)).toEqual([
      expected === undefined ? [] : [expected],
    ]);
  });

  test('group by expressions, and keep a group for events without the key', async () => {
    const events = [...numbers, event('text'), event('more text')];

    expect(await lists('stats count(*) as n by g | sort g asc', events)).toEqual([
      ['2'],
      ['even', '1'],
      ['odd', '4'],
    ]);
    expect(
      await lists(
        'stats count(*) as n by coalesce(g, "-") as key, bin(2s) | sort n desc, key asc | limit 2',
        events,
      ),
    ).toEqual([
      ['-', '2026-03-01 12:00:00.000', '2'],
      ['odd', '2026-03-01 12:00:00.000', '2'],
    ]);
  });

  test('follow each other', async () => {
    const query =
      'stats sum(n) as total by g | stats max(total) as most, count(*) as groups | fields most * 2 as double';

    expect(await lists(query, numbers)).toEqual([['10', '2', '20']]);
  });

  test('stay close to the truth over more values than they keep', async () => {
    function* many() {
      for (let index = 0; index < 200_000; index++)
        yield event(`{"n":${(index * 7919) % 200_000},"id":"id-${index}"}`);
    }

    const [[median, high, distinct, top]] = (await lists(
      'stats pct(n, 50), pct(n, 99), count_distinct(id), max(n)',
      many(),
    )) as [string[]];

    expect(Math.abs(Number(median) - 100_000)).toBeLessThan(400);
    expect(Math.abs(Number(high) - 198_000)).toBeLessThan(200);
    expect(Math.abs(Number(distinct) - 200_000)).toBeLessThan(6000);
    expect(top).toBe('199999');
  });
});

describe('commands', () => {
  test('parse leaves an event that does not match without the fields', async () => {
    const events = [event('user=ann, id=1'), event('nobody', 1)];

    expect(
      await lists('parse "user=*, id=*" as user, id | filter ispresent(user) | display user, id', events),
    ).toEqual([['ann', '1']]);
    expect(await lists('parse @message /(?<id>\\d+)/ | display id | sort @timestamp asc', events)).toEqual([
      ['1'],
      [],
    ]);
  });

  test('a wildcard takes as little as it can, the last one the rest', async () => {
    const events = [event('a=1;b=2;c=3;')];

    expect(await lists('parse "a=*;b=*" as a, b | display a, b', events)).toEqual([['1', '2;c=3;']]);
    expect(await lists('parse "b=*;" as b | display b', events)).toEqual([['2']]);
  });

  test('parse multi makes a row of each match', async () => {
    const query = 'parse @message /(?<n>\\d+)/ multi | stats sum(n) as sum, count(*) as rows';

    expect(await lists(query, [event('1 and 2'), event('3'), event('none')])).toEqual([['6', '4']]);
  });

  test('parse reads logfmt, CSV and JSON', async () => {
    const events = [event('level=error msg="all \\"gone\\"" n=5')];

    expect(await lists('parse @message logfmt as lf | display lf.level, lf.msg, lf.n', events)).toEqual([
      ['error', 'all "gone"', '5'],
    ]);
    expect(
      await lists('parse @message csv as a, b, c | display a, b, c', [event('x, "y, ""z""" ,')]),
    ).toEqual([['x', 'y, "z"', '']]);
    expect(await lists('json field=o "a.b" as x | display x', [event('{"o":{"a":{"b":7}}}')])).toEqual([
      ['7'],
    ]);
  });

  test('unnest makes a row of each element, and one of what is no list', async () => {
    const events = [event('{"list":[{"n":1},{"n":2}]}'), event('{"list":"[1,2]"}', 1)];

    expect(await lists('unnest list into item | display item.n, item | sort @timestamp asc', events)).toEqual(
      [['1', '{"n":1}'], ['2', '{"n":2}'], ['[1,2]']],
    );
  });

  test('dedup keeps the newest where nothing is sorted, and every event without the key', async () => {
    const events = ['a', 'b', 'a', undefined, undefined].map((s, n) => event(JSON.stringify({ s, n }), n));

    expect(await lists('fields n | dedup s', events)).toEqual([['4'], ['3'], ['2'], ['1']]);
    expect(await lists('fields n | sort n asc | dedup s | limit 2', events)).toEqual([['0'], ['1']]);
  });

  test('sort by several keys, and once more', async () => {
    const events = ['b1', 'a2', 'a1', 'b2'].map((v, index) => event(`{"l":"${v[0]}","d":${v[1]}}`, index));

    expect(await lists('sort l asc, d desc | display l, d', events)).toEqual([
      ['a', '2'],
      ['a', '1'],
      ['b', '2'],
      ['b', '1'],
    ]);
    expect(await lists('sort d desc | sort l asc | display l, d', events)).toEqual([
      ['a', '2'],
      ['a', '1'],
      ['b', '2'],
      ['b', '1'],
    ]);
    expect(await lists('sort d desc, l asc | limit 3 | sort l asc, d asc | display l, d', events)).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', '2'],
    ]);
  });

  test('pipes and hashes in texts, names and expressions are part of them', async () => {
    const query = [
      '# fields nothing',
      'fields `a|b#c` as x # the rest of this line | fields y',
      '| filter @message like "|" and @message like /#|\\//',
      "| filter '#' = '#' | display x",
    ].join('\n');

    expect(await lists(query, [event('{"a|b#c":"#1"}')])).toEqual([['#1']]);
  });
});

describe('discovered fields', () => {
  const id = 'c793869b-ee49-115b-a5b6-4fd21e8dedac';

  test('of Lambda, on its own lines and on those of the application', async () => {
    const events = [
      `START RequestId: ${id} Version: $LATEST`,
      `2026-03-01T12:00:00.000Z\t${id}\tINFO\tan order {"order":{"id":7}} and {"order":{"id":8}}`,
      `2026-03-01T12:00:03.000Z ${id} Task timed out after 3.00 seconds`,
      `[INFO]\t2026-03-01T12:00:03.000Z\t${id}\tfrom Python {"order":{"id":9}}`,
      `END RequestId: ${id}`,
      `REPORT RequestId: ${id}\tDuration: 128.83 ms\tBilled Duration: 296 ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB\tInit Duration: 166.62 ms\t\nXRAY TraceId: 1-5e34a614-10bdxxxx\tSegmentId: 07f107a370b3a6a8\tSampled: true\t`,
      'RequestId: text of someone else',
    ].map(event);
    const query =
      'fields @type, @requestId, order.id, @duration, @billedDuration, @initDuration, @memorySize, @maxMemoryUsed, @xrayTraceId, @xraySegmentId';

    expect(await lists(`${query} | sort @timestamp asc`, events)).toEqual([
      ['START', id],
      [id, '7'],
      [id],
      [id, '9'],
      ['END', id],
      [
        'REPORT',
        id,
        '128.83',
        '296',
        '166.62',
        '128000000',
        '74000000',
        '1-5e34a614-10bdxxxx',
        '07f107a370b3a6a8',
      ],
      [],
    ]);
  });

  test('of JSON in text are there in the log of a function only', async () => {
    const events = [
      event('order {"id":1}'),
      { ...event('order {"id":2}', 1), log: '123456789012:/aws/lambda/orders' },
    ];

    expect(await lists('fields id | sort @timestamp asc', events)).toEqual([[], ['2']]);
  });

  test('are two hundred for each event, and none of what is no JSON', async () => {
    const many = Object.fromEntries(Array.from({ length: 210 }, (_, index) => [`f${index}`, index]));
    const events = [event(JSON.stringify(many)), event('{"f1":1,"f199":2', 1), event('{"f1":1} trailing', 2)];

    expect(await lists('fields f1, f199, f200 | sort @timestamp asc', events)).toEqual([
      ['1', '199'],
      [],
      [],
    ]);
  });
});

describe('queries that are refused', () => {
  test.each([
    ['', 1, 1, ['a command']],
    ['fields a |', 1, 11, ['a command']],
    ['fliter a = 1', 1, 1, ['`filter`']],
    ['fields a b', 1, 10, ['`|`', 'the end of the query']],
    ['fields a\n| filter b =\n| limit 3', 3, 1, ['a field', 'a value', 'a function']],
    ['filter a && b', 1, 10, ['`and`']],
    ['filter a not 5', 1, 14, ['`like`', '`in`']],
    ['filter a in 5', 1, 13, ['`[`']],
    ['filter a =~ "x"', 1, 13, ['a `/regular expression/`']],
    ['filter a like "x', 1, 15, ['`"`']],
    ['filter a like /x', 1, 15, ['`/`']],
    ['fields `a', 1, 8, ['`` ` ``']],
    ['filter @message like /(?=x)/', 1, 23, ['RE2 syntax']],
    ['parse @message /(a)\\1/ as x', 1, 20, ['RE2 syntax']],
    ['parse @message /(\\d+)/', 1, 16, ['a group like `(?<name>…)`']],
    ['parse @message "a=* b=*" as a', 1, 29, ['2 names']],
    ['parse @message "a" as a', 1, 16, ['a `*` in it']],
    ['fields strln(a)', 1, 8, ['`strlen`']],
    ['fields strlen(a, b)', 1, 18, ['1 argument']],
    [
      'fields case(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)',
      1,
      88,
      ['2 to 21 arguments'],
    ],
    ['fields count(*)', 1, 8, ['`stats`']],
    ['fields abs(*)', 1, 8, ['a field']],
    ['stats a by b', 1, 7, ['an aggregate']],
    ['stats sum(a) by', 1, 16, ['a field', 'a value', 'a function']],
    ['stats pct(a, "x")', 1, 14, ['a number from 0 to 100']],
    ['stats count(*) by bin(5)', 1, 23, ['a number with one of ms s m h d w mo q y']],
    ['stats count(*) by bin(5x)', 1, 24, ['`ms`', '`s`', '`m`', '`h`', '`d`', '`w`', '`mo`', '`q`', '`y`']],
    ['fields 5m', 1, 8, ['a number']],
    ['limit 0', 1, 7, ['a whole number from 1 to 100000']],
    ['limit 100001', 1, 7, ['a whole number from 1 to 100000']],
    ['sort a desc | stats count(*)', 1, 1, ['`sort` after it']],
    ['limit 5 | stats count(*)', 1, 1, ['`limit` after it']],
    ['dedup a | sort a', 1, 11, ['`limit`']],
    ['stats count(*) by a | stats count(*) by bin(5m)', 1, 41, ['a column of the `stats` before']],
    [Array(11).fill('stats count(*)').join(' | '), 1, 171, []],
    [`filter a = "${'x'.repeat(10_000)}"`, 1, 10_001, []],
  ])('%j', (query, line, column, expected) => {
    const error = thrownBy(query);

    expect(error).toBeInstanceOf(QuerySyntaxError);
    expect(error).toMatchObject({ line, column, expected });
  });

  test('show where, with what was expected', () => {
    expect(thrownBy('fields @timestamp\n| filter status = = 5').message).toBe(
      [
        '`=` cannot stand here.',
        '2 | | filter status = = 5',
        '                      ^ expected a field, a value or a function',
      ].join('\n'),
    );
  });

  test.each([
    ['ANOMALY', 'anomaly', 1],
    ['fields a | diff', 'diff', 12],
    ['fields a | unmask', 'unmask', 12],
    ['fields a | join', 'join', 12],
    ['fields a | lookup t', 'lookup', 12],
    ['filter a in (SOURCE "g" | fields a)', 'subquery', 13],
    ['stats count(*) by bin(5m) offset 1h', 'stats by … offset', 27],
    ['fields cidrlookup(a)', 'cidrlookup', 8],
    ['parse @message json', 'parse json', 16],
  ])('%s, which only the service has', (query, command, column) => {
    const error = thrownBy(query);

    expect(error).toBeInstanceOf(UnsupportedCommandError);
    expect(error).toMatchObject({ command, line: 1, column });
  });
});

function event(message: string, offsetMs = 0): LogEvent {
  return { timestamp: NOON + offsetMs, message };
}

describe('bad options are a TypeError', () => {
  test.each<[string, object]>([
    ['Expected `limit` to be a whole number of at least 1, got -3.', { limit: -3 }],
    ['Expected `start` to be a number of epoch milliseconds, got "nope".', { start: 'nope' }],
    ['Expected `options` to be an object in runQuery, got null.', null as never],
    ['Unknown option `lim` of runQuery: it takes `start`, `end`, `limit`, `now`, `signal`.', { lim: 1 }],
  ])('%s', async (message, options) => {
    await expect(runQuery('fields @message', [], options)).rejects.toThrow(new TypeError(message));
  });
});

test('pattern tells an empty message from one of a single piece', async () => {
  const events = ['0', '', '1', '\u0002number\u0001'].map((message, timestamp) => ({ timestamp, message }));
  const { rows } = await runQuery('pattern @message', events);

  expect(
    rows.map((row) =>
      row
        .map(({ value }) => value)
        .slice(1, 3)
        .join(),
    ),
  ).toHaveLength(3);
});
