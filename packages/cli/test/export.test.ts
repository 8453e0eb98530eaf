import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiRequests,
  cloudFormationTemplate,
  monitoringOf,
  terraformConfiguration,
} from '@needs-retry/insights';
import { run } from './support/run.js';

const GROUP = '/aws/lambda/orders';
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms';
const ROLE = 'arn:aws:iam::123456789012:role/queries';
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('writes a CloudFormation template of everything', async () => {
  const { code, out, error } = await run('export', '--log-group', GROUP, '--sns-topic', TOPIC);

  const monitoring = monitoringOf({ logGroups: [GROUP], actions: [TOPIC] });
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toBe(`${JSON.stringify(cloudFormationTemplate(monitoring), undefined, 2)}\n`);
});

test('every option is heeded', async () => {
  const { code, out } = await run(
    ...['export', '--format', 'terraform', '--log-group', GROUP, '--log-group', '/ecs/orders'],
    ...['--sns-topic', TOPIC, '--namespace', 'Shop', '--prefix', 'Orders', '--role-arn', ROLE],
    ...['--period', '15m', '--datapoints', '2/3', '--throttles', '10', '--gave-up', '1'],
    ...['--partial-failures', '2', '--retry-rate', '0.5', '--futile-retries', '3', '--stuck', '4'],
    ...['--only', 'metric-alarms,log-alarms', '--only', 'report'],
  );

  const monitoring = monitoringOf({
    logGroups: [GROUP, '/ecs/orders'],
    actions: [TOPIC],
    namespace: 'Shop',
    prefix: 'Orders',
    roleArn: ROLE,
    period: 900,
    datapoints: { needed: 2, evaluated: 3 },
    thresholds: { throttles: 10, gaveUp: 1, partialFailures: 2, retryRate: 0.5, futileRetries: 3, stuck: 4 },
    parts: ['metric-alarms', 'log-alarms', 'report'],
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(terraformConfiguration(monitoring));
});

test('requests have a region, and say what they cannot make', async () => {
  const asked = ['export', '--format', 'json', '--log-group', GROUP, '--region', 'eu-central-1'];

  const { code, out, error } = await run(...asked);

  const expected = apiRequests(monitoringOf({ logGroups: [GROUP] }), 'eu-central-1');
  expect({ code, error }).toEqual({
    code: 0,
    error:
      'Left out without a --role-arn, which requests cannot make: NeedsRetry-retry-rate, NeedsRetry-futile-retries, NeedsRetry-stuck, NeedsRetry-daily-report.\n',
  });
  expect(JSON.parse(out)).toEqual(expected);
  expect((await run(...asked, '--role-arn', ROLE)).error).toBe('');
});

test('says what is left out without a log group', async () => {
  const { code, error } = await run('export');

  expect({ code, error }).toEqual({
    code: 0,
    error:
      'Left out without a log group: log-alarms, report, field-indexes, metric-filters. The dashboard shows metrics alone. No alarm watches for metric documents that are refused.\n',
  });
});

test('a file is written, and what to do with it is said', async () => {
  const file = join(folder, 'retries.json');

  const { code, out, error } = await run(
    'export',
    '--only',
    'metric-alarms',
    '-o',
    file,
    '--log-group',
    GROUP,
  );

  expect({ code, out, error }).toEqual({
    code: 0,
    out: '',
    error: `Wrote ${file}. Deploy it: aws cloudformation deploy --template-file ${file} --stack-name needs-retry --capabilities CAPABILITY_IAM\n`,
  });
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).Resources)).toEqual([
    'AlarmThrottling',
    'AlarmGaveUp',
    'AlarmPartialFailures',
    'AlarmEmfParsingErrorsAwsLambdaOrders',
    'AlarmEmfValidationErrorsAwsLambdaOrders',
  ]);
});

test('a template that needs a bucket says so', async () => {
  const groups = Array.from({ length: 40 }, (_, index) => [
    '--log-group',
    `/aws/lambda/a-long-name-${index}`,
  ]);

  const { error } = await run('export', ...groups.flat());

  expect(error).toMatch(
    /^The template has \d+ bytes: above 51200 `aws cloudformation deploy` takes it with --s3-bucket/,
  );
});

test.each([
  [['--format', 'yaml'], 'Expected --format to be cloudformation, terraform, json, got yaml.'],
  [['--format', 'json'], '--format json needs a --region: the dashboard names it.'],
  [
    ['--log-group', 'a b'],
    'Expected --log-group to be names of log groups, such as /aws/lambda/orders, got "a b".',
  ],
  [['--log-group', 'a', '--log-group', 'a'], 'Expected each of --log-group once, got "a" twice.'],
  [
    ['--sns-topic', 'alarms'],
    'Expected --sns-topic to be ARNs, such as arn:aws:sns:eu-central-1:123456789012:alarms, got "alarms".',
  ],
  [['--prefix', 'a b'], 'Expected --prefix to be 1 to 64 letters, digits, `_` and `-`, got "a b".'],
  [['--namespace', 'AWS/x'], 'Expected --namespace to be 1 to 255 of'],
  [
    ['--period', '90s'],
    'Expected --period (in seconds) to be a multiple of 60 seconds, up to a day, got 90.',
  ],
  [['--period', 'often'], 'Expected --period to be like 30m, 12h or 7d, got often.'],
  [['--datapoints', '5/3'], 'Expected --datapoints to be m/n such as 3/5, m at most n, got 5/3.'],
  [['--throttles', 'many'], 'Expected --throttles to be a number of at least 0, got many.'],
  [
    ['--only', 'alarms'],
    'Expected --only to be some of saved-queries, dashboard, metric-alarms, log-alarms, report, field-indexes, metric-filters, got alarms.',
  ],
  [['-o', '/no/such/folder/x.json'], '/no/such/folder/x.json cannot be written: ENOENT'],
  [['orders'], '`needs-retry export` takes no arguments.'],
])('%j: says what is wrong', async (args, message) => {
  const { code, out, error } = await run('export', ...args);

  expect([code, out]).toEqual([2, '']);
  expect(error).toContain(message);
});
