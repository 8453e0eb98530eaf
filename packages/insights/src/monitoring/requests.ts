import type {
  PutDashboardCommandInput,
  PutLogAlarmCommandInput,
  PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type {
  CreateScheduledQueryCommandInput,
  PutIndexPolicyCommandInput,
  PutMetricFilterCommandInput,
  PutQueryDefinitionCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { scheduleOf } from './cloudformation.js';
import { dashboardBody } from './dashboard.js';
import { compact, indexPolicy } from './policies.js';
import {
  COMPARISONS,
  type Condition,
  type Dashboard,
  type FieldIndex,
  type LogAlarm,
  type MetricAlarm,
  type MetricFilter,
  type Monitoring,
  type SavedQuery,
  type ScheduledQuery,
} from './resources.js';

/** A call of the AWS API, as SDKs and `aws … --cli-input-json` take it. */
export type ApiRequest = {
  readonly service: 'cloudwatch' | 'logs';
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/**
 * The calls that make everything. Those that need a role are there only if the role has an ARN: a request cannot refer
 * to what another one makes.
 */
export function apiRequests(monitoring: Monitoring, region: string): ApiRequest[] {
  const { role } = monitoring;
  const roleArn = role && 'arn' in role ? role.arn : undefined;
  const logs = (operation: string, input: object): ApiRequest => request('logs', operation, input);
  const cloudwatch = (operation: string, input: object) => request('cloudwatch', operation, input);
  return [
    ...monitoring.savedQueries.map((each) => logs('PutQueryDefinition', savedQuery(each))),
    ...monitoring.dashboards.map((each) => cloudwatch('PutDashboard', dashboard(each, region))),
    ...monitoring.metricAlarms.map((each) => cloudwatch('PutMetricAlarm', metricAlarm(each))),
    ...(roleArn === undefined
      ? []
      : [
          ...monitoring.logAlarms.map((each) => cloudwatch('PutLogAlarm', logAlarm(each, roleArn))),
          ...monitoring.scheduledQueries.map((each) =>
            logs('CreateScheduledQuery', scheduledQuery(each, roleArn)),
          ),
        ]),
    ...monitoring.fieldIndexes.map((each) => logs('PutIndexPolicy', fieldIndex(each))),
    ...monitoring.metricFilters.map((each) => logs('PutMetricFilter', metricFilter(each))),
  ];
}

function request(service: ApiRequest['service'], operation: string, input: object): ApiRequest {
  return { service, operation, input: compact({ ...input }) };
}

/** A list that the SDK may keep. */
const copy = (list: readonly string[]): string[] => [...list];

function savedQuery({ name, text, parameters, logGroups }: SavedQuery) {
  return {
    name,
    queryString: text,
    logGroupNames: copy(logGroups),
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      description: parameter.description,
      ...(parameter.defaultValue !== undefined && { defaultValue: parameter.defaultValue }),
    })),
  } satisfies PutQueryDefinitionCommandInput;
}

function dashboard(board: Dashboard, region: string) {
  return {
    DashboardName: board.name,
    DashboardBody: dashboardBody(board, region),
  } satisfies PutDashboardCommandInput;
}

function conditionOf({ comparison, threshold, missingData }: Condition) {
  return {
    ComparisonOperator: COMPARISONS[comparison],
    Threshold: threshold,
    TreatMissingData: missingData,
  };
}

function metricAlarm({ name, description, condition, actions, period, metric }: MetricAlarm) {
  const common = {
    AlarmName: name,
    AlarmDescription: description,
    ...conditionOf(condition),
    EvaluationPeriods: condition.datapoints.evaluated,
    DatapointsToAlarm: condition.datapoints.needed,
    AlarmActions: copy(actions),
  };
  if ('sql' in metric) {
    const Metrics = [{ Id: 'q1', Expression: metric.sql, Period: period, ReturnData: true }];
    return { ...common, Metrics } satisfies PutMetricAlarmCommandInput;
  }
  return {
    ...common,
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Sum',
    Period: period,
  } satisfies PutMetricAlarmCommandInput;
}

function logAlarm(alarm: LogAlarm, roleArn: string) {
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    ...conditionOf(alarm.condition),
    QueryResultsToEvaluate: alarm.condition.datapoints.evaluated,
    QueryResultsToAlarm: alarm.condition.datapoints.needed,
    ScheduledQueryConfiguration: {
      QueryString: alarm.query,
      AggregationExpression: alarm.aggregation,
      LogGroupIdentifiers: copy(alarm.logGroups),
      ScheduledQueryRoleARN: roleArn,
      ScheduleConfiguration: scheduleOf(alarm),
    },
    AlarmActions: copy(alarm.actions),
  } satisfies PutLogAlarmCommandInput;
}

function scheduledQuery(query: ScheduledQuery, roleArn: string) {
  return {
    name: query.name,
    description: query.description,
    queryLanguage: 'CWLI',
    queryString: query.text,
    logGroupIdentifiers: copy(query.logGroups),
    scheduleExpression: query.schedule,
    startTimeOffset: query.lookback,
    executionRoleArn: roleArn,
    state: 'ENABLED',
  } satisfies CreateScheduledQueryCommandInput;
}

function fieldIndex({ logGroup, fields }: FieldIndex) {
  return {
    logGroupIdentifier: logGroup,
    policyDocument: indexPolicy(fields),
  } satisfies PutIndexPolicyCommandInput;
}

function metricFilter({ name, logGroup, pattern, namespace, metric }: MetricFilter) {
  return {
    filterName: name,
    logGroupName: logGroup,
    filterPattern: pattern,
    metricTransformations: [
      { metricNamespace: namespace, metricName: metric, metricValue: '1', defaultValue: 0, unit: 'Count' },
    ],
  } satisfies PutMetricFilterCommandInput;
}
