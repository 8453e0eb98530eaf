import {
  CloudWatchLogsClient,
  CreateScheduledQueryCommand,
  PutIndexPolicyCommand,
  PutMetricFilterCommand,
  PutQueryDefinitionCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogsService } from '@needs-retry/fixtures/logs-service';
import { filledIn, parameterised } from '../src/catalogue/parameterised.js';
import { DEFINITIONS } from '../src/catalogue/queries.js';
import {
  apiRequests,
  catalogueText,
  cloudFormationTemplate,
  compileQuery,
  type MonitoringOptions,
  monitoringOf,
  runQuery,
  terraformConfiguration,
} from '../src/index.js';
import { evaluatedText } from '../src/monitoring/log-alarm-query.js';
import { CloudFormationSchema } from './support/cloudformation-schema.js';
import { logOf, madeCalls } from './support/recorded.js';
import { terraformProblems } from './support/terraform-schema.js';

const ROLE = 'arn:aws:iam::123456789012:role/queries';
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms';
const GROUPS = ['/aws/lambda/orders', '/aws/lambda/orders-api', '/aws/lambda/orders/api'];
const ALL: MonitoringOptions = {
  logGroups: GROUPS,
  actions: [TOPIC],
  prefix: 'Orders',
  namespace: 'Shop/Retries',
};
const COMMANDS = {
  PutQueryDefinition: PutQueryDefinitionCommand,
  CreateScheduledQuery: CreateScheduledQueryCommand,
  PutIndexPolicy: PutIndexPolicyCommand,
  PutMetricFilter: PutMetricFilterCommand,
};
const schema = new CloudFormationSchema();
const everything = monitoringOf(ALL);
const requests = apiRequests(monitoringOf({ ...ALL, roleArn: ROLE }), 'eu-central-1');

describe('what there is', () => {
  test('the whole catalogue, a dashboard, alarms, a report, indexes and filters', () => {
    const { role, notes, ...lists } = everything;
    const names = Object.entries(lists).map(([kind, list]) => [kind, list.map(({ name }) => name)]);

    expect(Object.fromEntries(names)).toEqual({
      savedQueries: DEFINITIONS.map(({ name }) => `Orders/${name}`),
      dashboards: ['Orders'],
      metricAlarms: [
        'Orders-throttling',
        'Orders-gave-up',
        'Orders-partial-failures',
        ...GROUPS.flatMap((group) => [
          `Orders-emf-parsing-errors-${group.slice(1)}`,
          `Orders-emf-validation-errors-${group.slice(1)}`,
        ]),
      ],
      logAlarms: ['Orders-retry-rate', 'Orders-futile-retries', 'Orders-stuck'],
      scheduledQueries: ['Orders-daily-report'],
      fieldIndexes: [
        'Orders-FieldIndexAwsLambdaOrders',
        'Orders-FieldIndexAwsLambdaOrdersApi',
        'Orders-FieldIndexAwsLambdaOrdersApi2',
      ],
      metricFilters: GROUPS.map(() => 'Orders-retry-lines'),
    });
    expect(role).toEqual({ id: 'QueryRole', logGroups: GROUPS });
    expect(notes).toEqual([]);
  });

  test('what reads logs is left out where there are none, and that is said', () => {
    const { metricAlarms, logAlarms, scheduledQueries, fieldIndexes, metricFilters, role, notes } =
      monitoringOf();

    expect(metricAlarms.map(({ name }) => name)).toEqual([
      'NeedsRetry-throttling',
      'NeedsRetry-gave-up',
      'NeedsRetry-partial-failures',
    ]);
    expect({ logAlarms, scheduledQueries, fieldIndexes, metricFilters, role }).toEqual({
      logAlarms: [],
      scheduledQueries: [],
      fieldIndexes: [],
      metricFilters: [],
      role: undefined,
    });
    expect(notes).toEqual([
      'Left out without a log group: log-alarms, report, field-indexes, metric-filters. The dashboard shows metrics alone. No alarm watches for metric documents that are refused.',
    ]);
  });

  test('only the parts that were asked for', () => {
    const { savedQueries, metricAlarms, dashboards, role, notes } = monitoringOf({
      parts: ['metric-alarms', 'log-alarms'],
      logGroups: GROUPS,
      roleArn: ROLE,
    });

    expect([savedQueries.length, metricAlarms.length, dashboards.length]).toEqual([0, 9, 0]);
    expect([role, notes]).toEqual([{ arn: ROLE }, []]);
  });

  test('alarms on whatever service and operation, that missing data does not set off', () => {
    const { metricAlarms, logAlarms } = monitoringOf({
      ...ALL,
      thresholds: { throttles: 7, retryRate: 0.5 },
      datapoints: { needed: 2, evaluated: 4 },
      period: 600,
    });

    expect(metricAlarms[0]).toEqual({
      id: 'AlarmThrottling',
      name: 'Orders-throttling',
      description:
        'Attempts of AWS SDK calls are throttled. Ask `throttling` which tables or buckets, and why.',
      condition: {
        comparison: '>',
        threshold: 7,
        datapoints: { needed: 2, evaluated: 4 },
        missingData: 'notBreaching',
      },
      actions: [TOPIC],
      period: 600,
      metric: { sql: 'SELECT SUM(Throttles) FROM "Shop/Retries"' },
    });
    const alarms = [...metricAlarms, ...logAlarms].map(({ name, condition }) => [
      name.replace(/^Orders-/, ''),
      condition.threshold,
      `${condition.datapoints.needed}/${condition.datapoints.evaluated}`,
      condition.missingData,
    ]);
    expect(alarms.filter(([name]) => !/emf/.test(String(name)))).toEqual([
      ['throttling', 7, '2/4', 'notBreaching'],
      ['gave-up', 0, '1/1', 'notBreaching'],
      ['partial-failures', 0, '1/1', 'notBreaching'],
      ['retry-rate', 0.5, '2/4', 'notBreaching'],
      ['futile-retries', 10, '2/4', 'notBreaching'],
      ['stuck', 0, '1/1', 'notBreaching'],
    ]);
  });
});

describe('bad options', () => {
  test.each<[MonitoringOptions, string]>([
    [{ prefix: 'a b' }, 'Expected `prefix` to be 1 to 64 letters, digits, `_` and `-`, got "a b".'],
    [
      { namespace: 'AWS/Lambda' },
      'Expected `namespace` to be 1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon, got "AWS/Lambda".',
    ],
    [
      { logGroups: ['/aws/lambda/a b'] },
      'Expected `logGroups` to be names of log groups, such as /aws/lambda/orders, got "/aws/lambda/a b".',
    ],
    [{ logGroups: ['a', 'a'] }, 'Expected each of `logGroups` once, got "a" twice.'],
    [
      { logGroups: Array.from({ length: 51 }, (_, index) => `g${index}`) },
      'Expected `logGroups` to be at most 50 log groups, got an array of 51.',
    ],
    [
      { actions: ['alarms'] },
      'Expected `actions` to be ARNs, such as arn:aws:sns:eu-central-1:123456789012:alarms, got "alarms".',
    ],
    [{ actions: Array(6).fill(TOPIC) }, 'Expected `actions` to be at most 5 ARNs, got an array of 6.'],
    [{ roleArn: 'queries' }, 'Expected `roleArn` to be the ARN of a role, got "queries".'],
    [{ period: 90 }, 'Expected `period` to be a multiple of 60 seconds, up to a day, got 90.'],
    [
      { datapoints: { needed: 4, evaluated: 3 } },
      'Expected `datapoints` to be M of N, such as 3 of 5, got "4/3".',
    ],
    [
      { period: 1800, datapoints: { needed: 3, evaluated: 50 } },
      'Expected `datapoints` to be of at most 48 with a period of 1800 seconds: an alarm looks back a day, or seven where its period is an hour or more, got "3/50".',
    ],
    [
      { thresholds: { throttles: -1 } },
      'Expected `thresholds.throttles` to be a number of at least 0, got -1.',
    ],
    [
      { parts: ['alarms' as 'report'] },
      'Expected `parts` to be some of saved-queries, dashboard, metric-alarms, log-alarms, report, field-indexes, metric-filters, got "alarms".',
    ],
    [
      { topics: [] } as MonitoringOptions,
      'Unknown option `topics` of monitoringOf: it takes `prefix`, `namespace`, `logGroups`, `actions`, `roleArn`, `period`, `datapoints`, `thresholds`, `parts`.',
    ],
  ])('%j', (options, message) => {
    expect(() => monitoringOf(options)).toThrow(new TypeError(message));
  });
});

describe('saved queries', () => {
  const log = logOf(madeCalls());

  test.each(DEFINITIONS.map((definition) => [definition.name, definition] as const))(
    '%s answers as in the catalogue, with the default values and with others',
    async (name, definition) => {
      const saved = parameterised(definition);
      const values: Record<string, string> = {
        ...(definition.parameters.includes('service') && { service: 'dynamodb' }),
        ...(definition.parameters.includes('operation') && { operation: 'GetItem' }),
        ...(definition.parameters.includes('bin') && { bin: '1h' }),
        ...(definition.parameters.includes('requestId') && { requestId: 'r-1' }),
      };
      const required = Object.fromEntries((definition.required ?? []).map((each) => [each, values[each]]));

      const byDefault = await runQuery(filledIn(saved, required as Record<string, string>), log);
      const narrowed = await runQuery(filledIn(saved, values), log);

      expect(byDefault.rows).toEqual((await runQuery(catalogueText(name, required), log)).rows);
      expect(narrowed.rows).toEqual((await runQuery(catalogueText(name, values), log)).rows);
      expect(saved.parameters.map((parameter) => parameter.name)).toEqual(definition.parameters);
      for (const parameter of saved.parameters) expect(saved.text).toContain(`{{${parameter.name}}}`);
    },
  );

  test('several services at once', async () => {
    const saved = parameterised(DEFINITIONS.find(({ name }) => name === 'retries-by-operation')!);

    const { rows } = await runQuery(filledIn(saved, { service: 's3|sqs' }), log);

    expect(new Set(rows.map((row) => row[0]!.value))).toEqual(new Set(['s3', 'sqs']));
  });
});

describe('limits of CloudWatch', () => {
  const fifty = monitoringOf({
    ...ALL,
    prefix: 'p'.repeat(64),
    logGroups: Array.from({ length: 50 }, (_, index) => `/aws/lambda/${'long'.repeat(120)}-${index}`),
  });

  test('names, descriptions, expressions, texts, parameters', () => {
    for (const { name, description } of [...fifty.metricAlarms, ...fifty.logAlarms]) {
      expect(name.length).toBeLessThanOrEqual(255);
      expect(description.length).toBeLessThanOrEqual(1024);
    }
    expect(new Set(fifty.metricAlarms.map(({ name }) => name)).size).toBe(fifty.metricAlarms.length);
    for (const { aggregation, query } of fifty.logAlarms) {
      expect(aggregation.length).toBeLessThanOrEqual(256);
      expect(query.length).toBeLessThanOrEqual(10_000);
    }
    for (const { name, text, parameters } of fifty.savedQueries) {
      expect(name.length).toBeLessThanOrEqual(255);
      expect(text.length).toBeLessThanOrEqual(10_000);
      expect(parameters.length).toBeLessThanOrEqual(20);
      for (const { name, description, defaultValue = '' } of parameters) {
        expect(name).toMatch(/^[a-zA-Z_]\w{0,127}$/);
        expect([description.length <= 512, defaultValue.length <= 1024]).toEqual([true, true]);
      }
    }
    expect(fifty.metricAlarms.every(({ metric }) => !('sql' in metric) || metric.sql.length <= 1024)).toBe(
      true,
    );
  });

  test('a template has at most 500 resources with ids of letters and digits', () => {
    const ids = Object.keys(cloudFormationTemplate(fifty).Resources);

    expect(ids.length).toBeLessThanOrEqual(500);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/);
  });

  test('a template for one function is short enough to be deployed without a bucket', () => {
    const template = cloudFormationTemplate(
      monitoringOf({ logGroups: ['/aws/lambda/orders'], actions: [TOPIC] }),
    );

    expect(Buffer.byteLength(JSON.stringify(template, undefined, 2))).toBeLessThanOrEqual(51_200);
  });

  test('a dashboard has widgets beside each other, each with a text that the console can run', () => {
    const { DashboardBody } = requests.find(({ operation }) => operation === 'PutDashboard')!.input;
    const { widgets } = JSON.parse(DashboardBody as string) as { widgets: PlacedWidget[] };

    expect(widgets.length).toBeLessThanOrEqual(500);
    for (const [index, { x, y, width, height, properties }] of widgets.entries()) {
      expect(x + width).toBeLessThanOrEqual(24);
      expect(properties.region).toBe('eu-central-1');
      const overlapping = widgets.filter(
        (other, at) =>
          at > index &&
          other.x < x + width &&
          x < other.x + other.width &&
          other.y < y + height &&
          y < other.y + other.height,
      );
      expect(overlapping).toEqual([]);
      if (properties.query === undefined) continue;
      expect(compileQuery(properties.query).text).toBe(properties.query);
      expect(properties.query.length).toBeLessThanOrEqual(10_000);
    }
  });

  test("the query of a log alarm may have the alarm's own stats behind it", () => {
    for (const alarm of everything.logAlarms) {
      expect(compileQuery(evaluatedText(alarm)).notes).toEqual([]);
    }
  });
});

type PlacedWidget = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly region: string; readonly query?: string };
};

describe('CloudFormation', () => {
  test('every property is one of the resource schemas, and none is missing', () => {
    const template = cloudFormationTemplate(everything);
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));

    expect([...types].sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::CloudWatch::LogAlarm',
      'AWS::IAM::Role',
      'AWS::Logs::AccountPolicy',
      'AWS::Logs::MetricFilter',
      'AWS::Logs::QueryDefinition',
      'AWS::Logs::ScheduledQuery',
    ]);
    expect(schema.problemsOf(template)).toEqual([]);
    expect(schema.problemsOf(cloudFormationTemplate(monitoringOf({ ...ALL, roleArn: ROLE })))).toEqual([]);
  });

  test('the schemas find what is wrong', () => {
    const { AlarmThrottling, LogAlarmStuck } = cloudFormationTemplate(everything).Resources;
    const alarm = AlarmThrottling!.Properties as object;
    const { ScheduledQueryConfiguration: _, ...logAlarm } = LogAlarmStuck!.Properties as Record<
      string,
      unknown
    >;

    const broken = {
      Resources: {
        A: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...alarm, Threshold: '5', Treshold: 5 } },
        L: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { ...logAlarm, QueryResultsToAlarm: 1.5 } },
      },
    };

    expect(schema.problemsOf(broken)).toEqual([
      'A AWS::CloudWatch::Alarm.Threshold is no number: "5"',
      'A AWS::CloudWatch::Alarm.Treshold is unknown',
      'L AWS::CloudWatch::LogAlarm.ScheduledQueryConfiguration is missing',
      'L AWS::CloudWatch::LogAlarm.QueryResultsToAlarm is no integer: 1.5',
    ]);
  });

  test('a log alarm asks a query of the catalogue, two minutes late', () => {
    const { LogAlarmRetryRate } = cloudFormationTemplate(everything).Resources;

    expect(LogAlarmRetryRate).toEqual({
      Type: 'AWS::CloudWatch::LogAlarm',
      Properties: {
        AlarmName: 'Orders-retry-rate',
        AlarmDescription: 'A service needs many retries per call. Needs the summaries of `withRetryReport`.',
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0.2,
        TreatMissingData: 'notBreaching',
        QueryResultsToEvaluate: 5,
        QueryResultsToAlarm: 3,
        ScheduledQueryConfiguration: {
          QueryString: catalogueText('retry-rate').replace('\n| sort retriesPerCall desc', ''),
          AggregationExpression: 'max(retriesPerCall) by service',
          LogGroupIdentifiers: GROUPS,
          ScheduledQueryRoleARN: { 'Fn::GetAtt': ['QueryRole', 'Arn'] },
          ScheduleConfiguration: {
            ScheduleExpression: 'rate(5 minutes)',
            StartTimeOffset: 420,
            EndTimeOffset: 120,
          },
        },
        AlarmActions: [TOPIC],
      },
    });
  });

  test('no two policies index the same log groups', () => {
    const { Resources } = cloudFormationTemplate(everything);
    const policies = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Logs::AccountPolicy');

    expect(
      policies.map(({ Properties }) => (Properties as { SelectionCriteria: string }).SelectionCriteria),
    ).toEqual(['LogGroupNamePrefix IN ["/aws/lambda/orders"]']);
  });

  test('references are resolved where they stand in texts, and nothing else is', () => {
    const { Dashboard, QueryRole } = cloudFormationTemplate(everything).Resources;

    const arn = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/orders:*`;
    expect(JSON.stringify(QueryRole)).toContain(JSON.stringify({ 'Fn::Sub': arn }));
    const { DashboardBody } = Dashboard!.Properties as { DashboardBody: { 'Fn::Sub': string } };
    const body = DashboardBody['Fn::Sub'].replaceAll(`\${AWS::Region}`, 'eu-central-1');
    expect(body).toBe(requests.find(({ operation }) => operation === 'PutDashboard')!.input.DashboardBody);
  });
});

describe('Terraform', () => {
  const configuration = terraformConfiguration(everything);

  test('every attribute is known to the providers, and none is missing', () => {
    expect(Object.keys(configuration.resource).sort()).toEqual([
      'aws_cloudwatch_dashboard',
      'aws_cloudwatch_log_index_policy',
      'aws_cloudwatch_log_metric_filter',
      'aws_cloudwatch_metric_alarm',
      'aws_iam_role',
      'aws_iam_role_policy',
      'awscc_cloudwatch_log_alarm',
      'awscc_logs_query_definition',
      'awscc_logs_scheduled_query',
    ]);
    expect(terraformProblems(configuration, schema)).toEqual([]);
  });

  test('the comparison finds what is wrong', () => {
    const { aws_cloudwatch_dashboard, awscc_cloudwatch_log_alarm } = configuration.resource;
    const broken = {
      resource: {
        aws_cloudwatch_dashboard: {
          d: { ...(aws_cloudwatch_dashboard!.dashboard as object), region: 5, body: '' },
        },
        awscc_cloudwatch_log_alarm: {
          l: { ...(awscc_cloudwatch_log_alarm!.log_alarm_stuck as object), threshold: '0', name: 'x' },
        },
        aws_cloudwatch_metric_alarm: {
          a: { alarm_name: 'a', metric_query: [{ expression: 'x', period: '5' }] },
        },
      },
    };

    expect(terraformProblems(broken, schema)).toEqual([
      'aws_cloudwatch_dashboard.d.region is no string',
      'aws_cloudwatch_dashboard.d.body is unknown',
      'awscc_cloudwatch_log_alarm.l AWS::CloudWatch::LogAlarm.Threshold is no number: "0"',
      'awscc_cloudwatch_log_alarm.l AWS::CloudWatch::LogAlarm.Name is unknown',
      'aws_cloudwatch_metric_alarm.a.metric_query.id is missing',
      'aws_cloudwatch_metric_alarm.a.metric_query.period is no number',
    ]);
  });

  test('refers to the account, the region and the role', () => {
    const { resource, data, terraform } = configuration;
    const policy = resource.aws_iam_role_policy!.query_role;
    const alarm = JSON.stringify(resource.awscc_cloudwatch_log_alarm!.log_alarm_retry_rate);

    expect(policy).toMatchObject({ role: expect.stringMatching(/^\$\{aws_iam_role\.query_role\.id\}$/) });
    expect(JSON.stringify(policy)).toContain('log-group:/aws/lambda/orders:*');
    expect(alarm).toContain(`"scheduled_query_role_arn":"\${aws_iam_role.query_role.arn}"`);
    expect(data).toEqual({
      aws_caller_identity: { current: {} },
      aws_partition: { current: {} },
      aws_region: { current: {} },
    });
    expect(terraform).toEqual({
      required_providers: {
        aws: { source: 'hashicorp/aws', version: '>= 6.0' },
        awscc: { source: 'hashicorp/awscc', version: '>= 1.0' },
      },
    });
  });
});

describe('requests', () => {
  test('one for each, those that need a role only with one', () => {
    const operations = (options: MonitoringOptions) => {
      const counts = new Map<string, number>();
      for (const { service, operation } of apiRequests(monitoringOf(options), 'eu-central-1')) {
        const name = `${service} ${operation}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return Object.fromEntries(counts);
    };
    const withoutRole = {
      'logs PutQueryDefinition': DEFINITIONS.length,
      'cloudwatch PutDashboard': 1,
      'cloudwatch PutMetricAlarm': 9,
      'logs PutIndexPolicy': 3,
      'logs PutMetricFilter': 3,
    };

    expect(operations(ALL)).toEqual(withoutRole);
    expect(operations({ ...ALL, roleArn: ROLE })).toEqual({
      ...withoutRole,
      'cloudwatch PutLogAlarm': 3,
      'logs CreateScheduledQuery': 1,
    });
  });

  test('the SDK sends those to CloudWatch Logs as they are', async () => {
    const service = await LogsService.start(() => ({}));
    const client = new CloudWatchLogsClient({});
    const toLogs = requests.filter((request) => request.service === 'logs');

    for (const { operation, input } of toLogs) {
      await client.send(new COMMANDS[operation as 'PutQueryDefinition'](input as never));
    }

    const sent = service.calls.map(({ action, input: { clientToken: _, ...input } }) => [action, input]);
    expect(sent).toEqual(toLogs.map(({ operation, input }) => [operation, input]));
    client.destroy();
    await service.stop();
  });
});

test('the same options give the same output', () => {
  const rendered = () => {
    const monitoring = monitoringOf({ ...ALL, roleArn: ROLE });
    return JSON.stringify([
      cloudFormationTemplate(monitoring),
      terraformConfiguration(monitoring),
      apiRequests(monitoring, 'eu-central-1'),
    ]);
  };

  expect(rendered()).toBe(rendered());
});
