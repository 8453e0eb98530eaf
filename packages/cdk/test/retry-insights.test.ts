import { cloudFormationTemplate, monitoringOf } from '@needs-retry/insights';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { RetryInsights, type RetryInsightsProps } from '../src/index.js';

function stackWith(props: (stack: Stack) => RetryInsightsProps) {
  const stack = new Stack(new App(), 'Orders');
  new RetryInsights(stack, 'Retries', props(stack));
  return { stack, template: Template.fromStack(stack) };
}

function functionIn(stack: Stack, id: string): LambdaFunction {
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    logGroup: new LogGroup(stack, `${id}Logs`),
  });
}

test('is what the command exports', () => {
  const options = { prefix: 'Shop', namespace: 'Shop', thresholds: { throttles: 7 }, period: 600 } as const;
  const { template } = stackWith((stack) => ({
    ...options,
    period: Duration.minutes(10),
    logGroups: [LogGroup.fromLogGroupName(stack, 'orders', '/aws/lambda/orders')],
  }));

  const exported = cloudFormationTemplate(
    monitoringOf({ ...options, logGroups: [{ name: '/aws/lambda/orders', label: 'orders' }] }),
  );

  // The CDK joins where the command substitutes, and gives ids of its own.
  const withoutReferences = (resources: object) =>
    Object.values(resources)
      .filter(({ Type }) => !['AWS::IAM::Role', 'AWS::CloudWatch::Dashboard'].includes(Type))
      .map(({ Type, Properties }) => JSON.stringify([Type, Properties], sortedKeys))
      .map((text) => text.replace(/\{"Fn::GetAtt":\["\w+","Arn"\]\}/, '"the role"'))
      .sort();
  expect(withoutReferences(template.toJSON().Resources)).toEqual(withoutReferences(exported.Resources));
});

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

test('watches the log groups of functions, whose names are not known yet', () => {
  const { template } = stackWith((stack) => ({
    functions: [functionIn(stack, 'Save'), functionIn(stack, 'Send')],
    topics: [new Topic(stack, 'Alarms')],
  }));

  const [[save], [send]] = ['SaveLogs', 'SendLogs'].map((id) =>
    Object.keys(template.findResources('AWS::Logs::LogGroup')).filter((each) => each.startsWith(id)),
  ) as [[string], [string]];
  template.hasResourceProperties('AWS::CloudWatch::LogAlarm', {
    AlarmName: Match.stringLikeRegexp('^Orders-Retries-\\w+-retry-rate$'),
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }],
    ScheduledQueryConfiguration: {
      AggregationExpression: 'max(retriesPerCall) by service',
      LogGroupIdentifiers: [{ Ref: save }, { Ref: send }],
      ScheduledQueryRoleARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RetriesQueryRole'), 'Arn'] },
    },
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: Match.stringLikeRegexp('-emf-parsing-errors-Save$'),
    Dimensions: [{ Name: 'LogGroupName', Value: { Ref: save } }],
    TreatMissingData: 'notBreaching',
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: Match.stringLikeRegexp('-throttling$'),
    Metrics: [
      { Id: 'q1', Expression: 'SELECT SUM(Throttles) FROM "NeedsRetry"', Period: 300, ReturnData: true },
    ],
  });
  template.hasResourceProperties('AWS::Logs::AccountPolicy', {
    SelectionCriteria: { 'Fn::Join': ['', ['LogGroupNamePrefix IN ["', { Ref: send }, '"]']] },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
  });
  template.resourceCountIs('AWS::Logs::MetricFilter', 2);
  template.resourceCountIs('AWS::Logs::ScheduledQuery', 1);
});

test('the dashboard is JSON once its references are resolved', () => {
  const { template } = stackWith((stack) => ({ functions: [functionIn(stack, 'Save')] }));

  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const [, parts] = dashboard!.Properties.DashboardBody['Fn::Join'] as [string, (string | { Ref: string })[]];
  const body = parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join('');

  const { widgets } = JSON.parse(body) as { widgets: { properties: { region: string; query?: string } }[] };
  expect(widgets).toHaveLength(11);
  expect(widgets.every(({ properties }) => properties.region === 'AWS::Region')).toBe(true);
  expect(widgets[5]!.properties.query).toMatch(/^SOURCE 'SaveLogs\w+' \| filter Throttles > 0\n/);
});

test('a role of your own is used, and none is made', () => {
  const arn = 'arn:aws:iam::123456789012:role/queries';
  const { template } = stackWith((stack) => ({
    logGroups: [LogGroup.fromLogGroupName(stack, 'orders', '/aws/lambda/orders')],
    role: Role.fromRoleArn(stack, 'Queries', arn),
  }));

  template.resourceCountIs('AWS::IAM::Role', 0);
  template.hasResourceProperties('AWS::Logs::ScheduledQuery', { ExecutionRoleArn: arn });
});

test('alarms can be used further', () => {
  const stack = new Stack(new App(), 'Orders');
  const retries = new RetryInsights(stack, 'Retries', { functions: [functionIn(stack, 'Save')] });
  const rules = retries.alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM));

  new CompositeAlarm(stack, 'Any', { alarmRule: AlarmRule.anyOf(...rules) });

  expect(retries.alarms).toHaveLength(8);
  expect(retries.resources.get('AlarmThrottling')!.cfnResourceType).toBe('AWS::CloudWatch::Alarm');
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
    AlarmRule: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
  });
});

test('two of them stand side by side', () => {
  const stack = new Stack(new App(), 'Orders');
  for (const id of ['One', 'Two'])
    new RetryInsights(stack, id, { functions: [functionIn(stack, `${id}Fn`)] });

  const names = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.AlarmName,
  );
  expect(new Set(names).size).toBe(names.length);
});

test('says what is left out', () => {
  const { stack } = stackWith(() => ({}));

  Annotations.fromStack(stack).hasInfo(
    '/Orders/Retries',
    Match.stringLikeRegexp('^Left out without a log group'),
  );
});

test('a bad option is an error that names it', () => {
  expect(() => stackWith(() => ({ period: Duration.seconds(90) }))).toThrow(
    new TypeError('Expected `period` to be a multiple of 60 seconds, up to a day, got 90.'),
  );
});
