import { dashboardBody } from './dashboard.js';
import { compact, indexPolicy, logGroupArn, rolePolicy, TRUST_POLICY } from './policies.js';
import {
  COMPARISONS,
  type Condition,
  type Dashboard,
  type FieldIndex,
  type LogAlarm,
  type MetricAlarm,
  type MetricFilter,
  type Monitoring,
  type QueryRole,
  type SavedQuery,
  type ScheduledQuery,
} from './resources.js';

export type CloudFormationResource = {
  readonly id: string;
  /** `AWS::CloudWatch::Alarm` */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** What is known only when a stack is deployed. */
export type CloudFormationReferences = {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Makes a value of a text that holds some of the above. */
  resolved(text: string): unknown;
  /** The ARN of a role of the same stack. */
  roleArn(id: string): unknown;
};

export type CloudFormationTemplate = {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
};

/** A template that `aws cloudformation deploy --capabilities CAPABILITY_IAM` takes. */
export function cloudFormationTemplate(monitoring: Monitoring): CloudFormationTemplate {
  const resources = cloudFormationResources(monitoring, IN_TEMPLATE).map(
    ({ id, type, properties }) => [id, { Type: type, Properties: properties }] as const,
  );
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Retries of the AWS SDK: saved queries, dashboard and alarms',
    Resources: Object.fromEntries(resources),
  };
}

/** In a text of `Fn::Sub`, `${!` is a `${` that stays. */
const IN_TEMPLATE: CloudFormationReferences = {
  partition: pseudo('Partition'),
  region: pseudo('Region'),
  account: pseudo('AccountId'),
  resolved: (text) => ({ 'Fn::Sub': text.replace(/\$\{(?!AWS::)/g, '${!') }),
  roleArn: (id) => ({ 'Fn::GetAtt': [id, 'Arn'] }),
};

function pseudo(parameter: string): string {
  return `\${AWS::${parameter}}`;
}

/** The resources of a template, with references as whoever makes the template writes them. */
export function cloudFormationResources(
  monitoring: Monitoring,
  references: CloudFormationReferences,
): CloudFormationResource[] {
  const { role } = monitoring;
  const roleArn = role && ('arn' in role ? role.arn : references.roleArn(role.id));
  return [
    ...(role && 'id' in role ? [roleResource(role, references)] : []),
    ...monitoring.savedQueries.map(savedQuery),
    ...monitoring.dashboards.map((each) => dashboard(each, references)),
    ...monitoring.metricAlarms.map(metricAlarm),
    ...monitoring.logAlarms.map((each) => logAlarm(each, roleArn)),
    ...monitoring.scheduledQueries.map((each) => scheduledQuery(each, roleArn)),
    ...prefixesOf(monitoring.fieldIndexes).map(fieldIndex),
    ...monitoring.metricFilters.map(metricFilter),
  ];
}

function resource(id: string, type: string, properties: Record<string, unknown>): CloudFormationResource {
  return { id, type, properties: compact(properties) };
}

function roleResource(
  { id, logGroups }: Extract<QueryRole, { id: string }>,
  references: CloudFormationReferences,
) {
  const arns = logGroups.map((name) => references.resolved(logGroupArn(name, references)));
  const policy = { PolicyName: 'query-logs', PolicyDocument: rolePolicy(arns) };
  return resource(id, 'AWS::IAM::Role', { AssumeRolePolicyDocument: TRUST_POLICY, Policies: [policy] });
}

function savedQuery({ id, name, text, parameters, logGroups }: SavedQuery) {
  return resource(id, 'AWS::Logs::QueryDefinition', {
    Name: name,
    QueryString: text,
    LogGroupNames: logGroups,
    Parameters: parameters.map((parameter) =>
      compact({
        Name: parameter.name,
        Description: parameter.description,
        DefaultValue: parameter.defaultValue,
      }),
    ),
  });
}

function dashboard(board: Dashboard, references: CloudFormationReferences) {
  return resource(board.id, 'AWS::CloudWatch::Dashboard', {
    DashboardName: board.name,
    DashboardBody: references.resolved(dashboardBody(board, references.region)),
  });
}

function metricAlarm({ id, name, description, condition, actions, period, metric }: MetricAlarm) {
  const { datapoints } = condition;
  return resource(id, 'AWS::CloudWatch::Alarm', {
    AlarmName: name,
    AlarmDescription: description,
    ...conditionOf(condition),
    EvaluationPeriods: datapoints.evaluated,
    DatapointsToAlarm: datapoints.needed,
    ...metricOf(metric, period),
    AlarmActions: actions,
  });
}

function conditionOf({ comparison, threshold, missingData }: Condition) {
  return {
    ComparisonOperator: COMPARISONS[comparison],
    Threshold: threshold,
    TreatMissingData: missingData,
  };
}

function metricOf(metric: MetricAlarm['metric'], period: number) {
  if ('sql' in metric) {
    return { Metrics: [{ Id: 'q1', Expression: metric.sql, Period: period, ReturnData: true }] };
  }
  const dimensions = Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: dimensions,
    Statistic: 'Sum',
    Period: period,
  };
}

function logAlarm(alarm: LogAlarm, roleArn: unknown) {
  const { datapoints } = alarm.condition;
  return resource(alarm.id, 'AWS::CloudWatch::LogAlarm', {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    ...conditionOf(alarm.condition),
    QueryResultsToEvaluate: datapoints.evaluated,
    QueryResultsToAlarm: datapoints.needed,
    ScheduledQueryConfiguration: {
      QueryString: alarm.query,
      AggregationExpression: alarm.aggregation,
      LogGroupIdentifiers: alarm.logGroups,
      ScheduledQueryRoleARN: roleArn,
      ScheduleConfiguration: scheduleOf(alarm),
    },
    AlarmActions: alarm.actions,
  });
}

/** Seconds after which a log event can be found by queries. */
const INGESTION = 120;

/** How often the query of an alarm runs, and at which time it looks: as often as it looks far. */
export function scheduleOf({ period }: Pick<LogAlarm, 'period'>) {
  const minutes = period / 60;
  return {
    ScheduleExpression: `rate(${minutes} minute${minutes === 1 ? '' : 's'})`,
    StartTimeOffset: period + INGESTION,
    EndTimeOffset: INGESTION,
  };
}

function scheduledQuery(query: ScheduledQuery, roleArn: unknown) {
  return resource(query.id, 'AWS::Logs::ScheduledQuery', {
    Name: query.name,
    Description: query.description,
    QueryLanguage: 'CWLI',
    QueryString: query.text,
    LogGroupIdentifiers: query.logGroups,
    ScheduleExpression: query.schedule,
    StartTimeOffset: query.lookback,
    ExecutionRoleArn: roleArn,
    State: 'ENABLED',
  });
}

/** A policy covers every log group that begins with its name, and no two policies may cover the same. */
function prefixesOf(indexes: readonly FieldIndex[]): FieldIndex[] {
  return indexes.filter(
    (index) => !indexes.some((other) => other !== index && index.logGroup.startsWith(other.logGroup)),
  );
}

/** A log group that exists cannot be changed by a template, but a policy of the account can name it. */
function fieldIndex({ id, name, logGroup, fields }: FieldIndex) {
  return resource(id, 'AWS::Logs::AccountPolicy', {
    PolicyName: name,
    PolicyType: 'FIELD_INDEX_POLICY',
    PolicyDocument: indexPolicy(fields),
    Scope: 'ALL',
    SelectionCriteria: `LogGroupNamePrefix IN ["${logGroup}"]`,
  });
}

function metricFilter({ id, name, logGroup, pattern, namespace, metric }: MetricFilter) {
  return resource(id, 'AWS::Logs::MetricFilter', {
    FilterName: name,
    LogGroupName: logGroup,
    FilterPattern: pattern,
    MetricTransformations: [
      { MetricNamespace: namespace, MetricName: metric, MetricValue: '1', DefaultValue: 0, Unit: 'Count' },
    ],
  });
}
