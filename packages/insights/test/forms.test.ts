import {
  compileQuery,
  type QueryNote,
  QuerySyntaxError,
  runQuery,
  UnsupportedCommandError,
} from '../src/index.js';
import { lists, thrownBy } from './support/queries.js';

const NOON = Date.UTC(2026, 2, 1, 12);
const id = 'c793869b-ee49-115b-a5b6-4fd21e8dedac';
const jobs = [
  '{"job":"a","ms":10,"level":"INFO","note":"user=ann"}',
  '{"job":"b","ms":30,"level":"ERROR","inner":"{\\"y\\":{\\"z\\":[7,8]}}"}',
  '{"job":"a","ms":20,"level":"ERROR"}',
].map((message, minute) => ({ timestamp: NOON + minute * 60_000, message }));
const reports = [100, 300].map((ms, minute) => ({
  timestamp: NOON + minute * 60_000,
  message: `REPORT RequestId: ${id}\tDuration: ${ms}.00 ms\tBilled Duration: ${ms} ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB\tInit Duration: ${ms / 10}.00 ms`,
  log: '123456789012:/aws/lambda/orders',
}));

describe('forms that people publish are answered', () => {
  test.each<[string, string[][]]>([
    // Order and number of rows
    [
      'fields job, ms | sort by ms desc',
      [
        ['b', '30'],
        ['a', '20'],
        ['a', '10'],
      ],
    ],
    ['fields ms | sort by level asc, ms desc', [['30'], ['20'], ['10']]],
    ['fields ms | ORDER BY ms ASC', [['10'], ['20'], ['30']]],
    ['fields ms | order by level desc, ms', [['10'], ['20'], ['30']]],
    ['fields ms | sort ms asc | head 2', [['10'], ['20']]],
    ['fields ms | sort ms asc | tail 2', [['20'], ['30']]],
    ['fields ms | tail 1', [['10']]],
    ['stats sum(ms) as total by job | sort by total desc | head 1', [['a', '30']]],
    [
      'stats max(ms) by job | sort by max(ms) desc',
      [
        ['b', '30'],
        ['a', '20'],
      ],
    ],
    // Comparison
    ["fields ms | filter level == 'INFO'", [['10']]],
    ['fields ms | filter ms == 30 and level == "ERROR"', [['30']]],
    ['stats sum(level == "ERROR") as errors, sum(level = "INFO") as infos', [['2', '1']]],
    [
      'stats sum(level = "ERROR" or ms < 15) as either by bin(@timestamp, 1h)',
      [['2026-03-01 12:00:00.000', '3']],
    ],
    // Aggregates
    ['stats percentile(ms, 50) as p50, median(ms) as m, pct(ms, 50) as p', [['20', '20', '20']]],
    ['stats percentile(ms, 100), median(ms)', [['30', '20']]],
    [
      'stats count() as total by job, total | sort total desc | display job, total',
      [
        ['a', '2'],
        ['b', '1'],
      ],
    ],
    [
      'display substr(job, 0, 1) as first | sort @timestamp desc | stats count(*) as count by first | limit 1',
      [['a', '2']],
    ],
    // Time
    ['stats count() as n by bin(@timestamp, 1h)', [['2026-03-01 12:00:00.000', '3']]],
    [
      'stats count(*) as n by bin(@timestamp, 1m) as t | sort t desc | limit 1',
      [['2026-03-01 12:02:00.000', '1']],
    ],
    [
      'stats count(*) as n by bin(1m) | sort @timestamp desc',
      [
        ['2026-03-01 12:02:00.000', '1'],
        ['2026-03-01 12:01:00.000', '1'],
        ['2026-03-01 12:00:00.000', '1'],
      ],
    ],
    [
      'stats sum(ms) as n by job, bin(1h) as t | sort by @timestamp asc, n desc',
      [
        ['a', '2026-03-01 12:00:00.000', '30'],
        ['b', '2026-03-01 12:00:00.000', '30'],
      ],
    ],
    [
      'stats count(*) as n by bin(1m), level | sort bin(1m) asc | display bin(1m) as minute, n | limit 1',
      [['2026-03-01 12:00:00.000', '1']],
    ],
    [
      'stats count(*) as n by toupper(job) | sort toupper(job) desc',
      [
        ['B', '1'],
        ['A', '2'],
      ],
    ],
    // A sort by time before the only stats changes nothing
    ['fields @timestamp, @message | sort @timestamp desc | stats count(*) as n', [['3']]],
    ["filter level = 'ERROR' | sort by @timestamp asc | stats latest(ms) as last", [['20']]],
    // What a name is in
    ['fields ms | filter jsonParse(inner).y.z[1] = 8', [['30']]],
    ['fields jsonParse(inner).y.z[0] as z | filter ispresent(z)', [['30', '7']].map((row) => row.slice(1))],
    ['filter job = "b" | display jsonParse(inner).y.z[1], split("x,y", ",")[1]', [['8', 'y']]],
    ['fields jsonParse(inner) as p | filter ispresent(p) | display p.y.z[0]', [['7']]],
    ['parse note /user=(?<@user>\\w+)/ | filter ispresent(@user) | display @user', [['ann']]],
    [
      'parse note /(?P<@key>\\w+)=(?<value>\\w+)/ | filter ispresent(value) | display @key, value',
      [['user', 'ann']],
    ],
    ['parse note "user=*" as @user | stats count(@user) as n by @user | filter n > 0', [['ann', '1']]],
    // Indexes and log groups
    ["filterIndex level = 'ERROR' | fields ms | sort ms asc", [['20'], ['30']]],
    ['fields ms | sort @timestamp desc | limit 2 | filterIndex level in ["INFO"]', [['10']]],
    ['SOURCE "/aws/lambda/orders" | stats count(*) as n', [['3']]],
    ["SOURCE '/aws/lambda/a' | SOURCE '/aws/lambda/b' | fields ms | sort ms asc | limit 1", [['10']]],
    [
      'SOURCE logGroups(namePrefix: ["/aws/lambda"], class: "STANDARD") START=-3600s END=0s |\nstats count(*)',
      [['3']],
    ],
    ['source `orders` START=1772366400000 END=1772370000000 | stats count(*)', [['3']]],
    // Comments
    [
      '# a title\nfields\n  ms,\n  # level,\n  job\n# | limit 1\n| sort ms asc # smallest first\n#| head 1\n| limit 1',
      [['10', 'a']],
    ],
    // Published by AWS and its developers, over two REPORT lines
  ])('%s', async (query, expected) => {
    expect(await lists(query, jobs)).toEqual(expected);
  });

  test.each<[string, string[][]]>([
    [
      'filter @type = "REPORT"\n| fields @requestId, @billedDuration\n| sort by @billedDuration desc\n| limit 1',
      [[id, '300']],
    ],
    [
      `filter @type="REPORT"
| fields @memorySize / 1000000 as memorySize
| filter @message like /(?i)(Init Duration)/
| parse @message /^REPORT.*Init Duration: (?<initDuration>.*) ms.*/
| parse @log /^.*\\/aws\\/lambda\\/(?<functionName>.*)/
| stats count() as coldStarts, median(initDuration) as avgInitDuration, max(initDuration) as maxInitDuration by functionName, memorySize`,
      [['orders', '128', '2', '20', '30']],
    ],
    [
      'filter @type = "REPORT"\n| stats\n  sum(strcontains(\n    @message,\n    "Init Duration"))\n  / count(*)\n  * 100\n  as coldStartPercentage,\n  avg(@duration)\n  by bin(5m)',
      [['2026-03-01 12:00:00.000', '100', '200']],
    ],
    [
      'filter @type = "REPORT" | stats avg(@duration) as a, percentile(@duration, 99) as p99 by bin(5min)',
      [['2026-03-01 12:00:00.000', '200', '298']],
    ],
    [
      'filter @message like /REPORT/ | stats max(@duration) by bin(@timestamp, 1d)',
      [['2026-03-01 00:00:00.000', '300']],
    ],
  ])('of Lambda: %s', async (query, expected) => {
    expect(await lists(query, reports)).toEqual(expected);
  });
});

/** As they stand in public repositories, with what gives away whose they are left out. */
test.each([
  'fields @timestamp, detail.group, detail.stopCode | filter detail.stopCode = "TaskFailedToStart" or detail.stopCode = "TaskFailed" | sort @timestamp desc | limit 100',
  'fields @timestamp, @message\n| parse @logStream "web.*" as host\n| parse @log /[0-9]*:.*\\/(?<group>[a-zA-Z0-9-_]+$)/\n| filter @logStream like /web\\..*/\n| sort @timestamp desc\n| display @timestamp, group, host, @message',
  'fields @timestamp, @duration as duration_ms, @message | filter @message like /REPORT/ | parse @message /(?<error_marker>Task timed out|ERROR)/ | fields @timestamp, duration_ms, error_marker | sort @timestamp desc | limit 50',
  'filter @type = "REPORT" | stats count(*) as total, count(@initDuration) as cold',
  'filter @type = "REPORT"\n| stats count() as total, sum(ispresent(@initDuration)) * 100.0 / count() as pct by bin(1h)',
  'filter @type = "REPORT"\n| stats max(@maxMemoryUsed)/1000/1000 as maxMB, max(@duration) as maxDurationMs, count(*) as invocations by bin(10m)\n| sort bin(10m) desc',
  'stats count(*) as count by cmdArray.0,cmdArray.1',
  'filter cmdArray.1 like /my-key-name/\n| stats count(*) as count by bin (60s)',
  'stats avg(duration) as avg by cmdArray.0,cmdArray.1 | sort by avg desc',
  'parse @message "[*] * - *" as date, level, msg | dedup msg | limit 20',
  'fields Properties.StatusCode as Code\n| filter Properties.RequestPath != "/health"\n| stats count(*) as Count by Code\n| sort by Code\n',
  'fields @timestamp, @message\n| parse @message "(*) * API Key: * *" as request_id, ltime, api_key, lmessage\n| sort @timestamp desc\n| stats count(*) as count by api_key, bin(1w)\n| limit 10000',
  'fields @timestamp, nginx.client as srcip | fields nginx.path as path\n  | filter not isblank(path) | filter path=~/\\.*.*/ or path like /(?i)\\.[a-zA-Z]*.*.(php|env)/ and path != "/" # | stats count(*) by path\n  | stats count(*) as numRequests by path, srcip\n  | sort path desc\n  | display numRequests, path, srcip\n  | limit 2000',
  'parse @message /(?<ip>\\S+) .* "(?<method>\\S+) (?<url>\\S+) .*" (?<status>\\d+)/\n| filter status = "200"\n| stats count() as requests by url\n| sort requests desc\n| limit 10',
  'parse statusCode /(?<@status2xx>2..)/\n| parse statusCode /(?<@status5xx>5..)/\n| stats count(@status2xx), count(@status5xx) by bin(1m) as time\n| sort time asc',
  'fields jsonParse(@message) as @messageJson, concat(@timestamp, @message) as both\n| filter isPresent(@messageJson)\n| stats count() as cnt by both\n| stats sum(cnt), max(cnt)',
  'filter (name = "a")\n| fields jsonParse(@message) as message\n| unnest message.properties.event_properties into event_properties\n| unnest event_properties.proofing_results into proofing_results\n| stats count(*) by proofing_results.name',
  "SOURCE logGroups() | filterIndex @data_source_name in ['aws_cloudtrail'] | stats count(*) as n by eventName",
  'SOURCE dataSource([\'amazon_cloudwatch.rum_app_monitor\'])\n| fields @timestamp\n| filter event_type = "view"\n| stats count(*) as pageViews by bin(1d)',
  "SOURCE logGroupTags([{key: 'team', values: ['t1']}]) | fields @message",
  'fields @timestamp, @message | filter @message like /deploy|Hook/ | parse @message /(?<phase>deploy|Hook)/ | stats count() as n, min(@timestamp) as firstSeen, max(@timestamp) as lastSeen by phase | sort lastSeen desc',
  'filter modelId = "x" | stats sum(stopReason = "end_turn" or stopReason = "tool_use") as ok, sum(stopReason = "max_tokens") as truncated by bin(@timestamp, 1h) as hour | sort hour desc',
  'filter eventName="UpdateTrail" and ispresent(errorCode) | stats count(*) by errorCode, errorMessage',
  'filter !isPresent(errorCode)\n| fields replace(replace(modelId, "a", ""), "b", "") as model\n| stats count(*) by model',
  'fields @message | limit 10 | filter @message like /x/ | display @timestamp, @message, @logStream',
])('as people write it: %s', (query) => {
  expect(() => compileQuery(query)).not.toThrow();
});

describe('what the service refuses is refused', () => {
  test.each<[string, number, string[]]>([
    ['parse @message "a=*" as x | fields x + 1 as x', 45, ['another name']],
    ['parse note "a=*" as x | parse note "b=*" as x', 45, ['another name']],
    ['parse note "* *" as x, x', 24, ['another name']],
    ['fields 1 as x | fields 2 as x', 29, ['another name']],
    ['fields job, if(ms > 1, "x", job) as job | stats count(*) by job', 37, ['another name']],
    ['fields ms as x | unnest job into x', 34, ['another name']],
    ['fields ms as x | display job as x', 33, ['another name']],
    ['stats count(*) as n, sum(ms) as n', 33, ['another name']],
    ['stats max(ms) by job | sort max desc', 29, ['`max(ms)`']],
    ['stats count(*) by job | fields 1 as job', 37, ['another name']],
    ['stats count(*) by job | display @message', 33, ['a column of the `stats` before']],
    ['stats count(*) as n by job | sort ms desc', 35, ['a column of the `stats` before']],
    ['stats count(*) by job | filter level = "x"', 32, ['a column of the `stats` before']],
    ['stats count(*) by job | sort count desc', 30, ['`count(*)`']],
    ['stats count(*) as total by job | sort totl', 39, ['`total`']],
    ['stats count(*) by job | sort @timestamp desc', 30, ['a column of the `stats` before']],
    ['stats count(*) by bin(1m) | display @timestamp', 37, ['a column of the `stats` before']],
    ['stats count(*) by job | stats count(*) by level', 43, ['a column of the `stats` before']],
    ['pattern @message | fields @message', 27, ['a column of the `stats` before']],
    ['stats topk(3, job) by level', 7, ['`stats` without `by`', '`count(*)`, sorted and limited']],
    [
      'stats count(*) as n, topk(3, job) as top by level',
      22,
      ['`stats` without `by`', '`count(*)`, sorted and limited'],
    ],
    ['fields jsonParse(inner) as p, p.y', 31, ['`p.y` in a `fields` of its own']],
    ['parse note /(?<n>\\d+)/ as n multi', 29, ['`multi` right after the expression']],
    ['sort ms desc | stats count(*) by job', 1, ['`sort` after it']],
    ['sort @timestamp desc | stats count(*) as n by job | stats max(n)', 1, ['`sort` after it']],
    ['limit 20 | stats count(*)', 1, ['`limit` after it']],
    ['tail 20 | stats count(*)', 1, ['`limit` after it']],
    ['dedup job | tail 1', 13, ['`limit`']],
    ['order ms', 7, ['`by`']],
    ['head', 5, ['a whole number from 1 to 100000']],
    ['stats count(*) by bin(ms, 1m)', 23, ['`datefloor` for other times']],
    ['stats p95(ms)', 7, ['`pct(…, 95)`']],
    ['fields lower(job)', 8, ['`tolower`']],
    ['filter level like /error/i', 26, ['`(?i)` at its start']],
    ['filter level in ("a", "b")', 17, ['`[`']],
    ['filter ms = 1 || ms = 2', 16, ['`or`']],
    ['SOURCE "x"', 11, ['`|`']],
    ['SOURCE "x"\nfields ms', 1, ['`|`']],
    ['SOURCE /aws/lambda/x | fields ms', 8, ['the quoted name of a log group', '`logGroups(…)`']],
    ['SOURCE orders | fields ms', 8, ['quoted text']],
    ['fields ms | SOURCE "x"', 13, []],
  ])('%j', (query, column, expected) => {
    const error = thrownBy(query);

    expect(error).toBeInstanceOf(QuerySyntaxError);
    expect(error).toMatchObject({ column, expected });
  });

  test.each([
    ['| fields ms', 1],
    ['fields ms | | limit 1', 13],
  ])('%j, which has an empty command', (query, column) => {
    const error = thrownBy(query);

    expect(error).toBeInstanceOf(QuerySyntaxError);
    expect(error).toMatchObject({ column, reason: '`|` cannot stand here.' });
  });

  test.each([
    ['filter job in (SOURCE "x" | fields job)', 'subquery'],
    ['search "x"', 'search'],
    ['fields ms | join type=inner left=a right=b', 'join'],
    ['pattern @message | diff', 'diff'],
  ])('%s, by name', (query, command) => {
    const error = thrownBy(query);

    expect(error).toBeInstanceOf(UnsupportedCommandError);
    expect(error).toMatchObject({ command });
  });
});

describe('notes say what the rows do not', () => {
  test.each<[string, QueryNote[]]>([
    ['fields ms', []],
    [
      "SOURCE '/a' START=-3h END=0s | fields ms",
      [
        {
          kind: 'source-ignored',
          message:
            "`SOURCE '/a' START=-3h END=0s` is ignored: the answer is from the events that the query was given.",
        },
      ],
    ],
    [
      'sort @timestamp asc | stats count(*)',
      [
        {
          kind: 'sort-without-effect',
          message: '`sort` before `stats` has no effect: sort the rows after it.',
        },
      ],
    ],
    [
      'stats count(*) by bin(300s)',
      [
        {
          kind: 'period-cut',
          message: '`300s` is cut to `60s`, the most that its unit allows, as on the service.',
        },
      ],
    ],
    [
      'pattern @message',
      [
        {
          kind: 'own-patterns',
          message:
            'The templates of `pattern` are made here, from what differs between the events. Those of the service may differ.',
        },
      ],
    ],
  ])('%s', async (query, notes) => {
    expect(compileQuery(query).notes).toEqual(notes);
    expect((await runQuery(query, jobs)).notes).toEqual(notes);
  });
});
