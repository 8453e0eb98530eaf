import { scheduleOf } from './cloudformation.js';
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

export type TerraformConfiguration = {
  readonly terraform: unknown;
  readonly data: unknown;
  /** By type, by name. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

type Resource = { readonly type: string; readonly id: string; readonly values: Record<string, unknown> };

/**
 * A configuration in Terraform's JSON syntax, to be written to a file that ends in `.tf.json`. What the provider
 * `hashicorp/aws` does not have (parameters of saved queries, log alarms, scheduled queries) is of `hashicorp/awscc`.
 */
export function terraformConfiguration(monitoring: Monitoring): TerraformConfiguration {
  const { role } = monitoring;
  const roleArn = role && ('arn' in role ? role.arn : evaluated(`aws_iam_role.${nameOf(role.id)}.arn`));
  const resources = [
    ...(role && 'id' in role ? roleResources(role) : []),
    ...monitoring.savedQueries.map(savedQuery),
    ...monitoring.dashboards.map(dashboard),
    ...monitoring.metricAlarms.map(metricAlarm),
    ...monitoring.logAlarms.map((each) => logAlarm(each, roleArn)),
    ...monitoring.scheduledQueries.map((each) => scheduledQuery(each, roleArn)),
    ...monitoring.fieldIndexes.map(fieldIndex),
    ...monitoring.metricFilters.map(metricFilter),
  ];
  return { terraform: PROVIDERS, data: DATA, resource: byType(resources) };
}

const PROVIDERS = {
  required_providers: {
    aws: { source: 'hashicorp/aws', version: '>= 6.0' },
    awscc: { source: 'hashicorp/awscc', version: '>= 1.0' },
  },
};
const DATA = {
  aws_caller_identity: { current: {} },
  aws_partition: { current: {} },
  aws_region: { current: {} },
};
const PLACE = {
  partition: evaluated('data.aws_partition.current.partition'),
  region: evaluated('data.aws_region.current.region'),
  account: evaluated('data.aws_caller_identity.current.account_id'),
};

function evaluated(expression: string): string {
  return `\${${expression}}`;
}

function byType(resources: readonly Resource[]): TerraformConfiguration['resource'] {
  const types: Record<string, Record<string, unknown>> = {};
  for (const { type, id, values } of resources) {
    const named = types[type] ?? {};
    named[nameOf(id)] = compact(values);
    types[type] = named;
  }
  return types;
}

/** Terraform's names are in snake case. */
export function nameOf(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** A text in which nothing is to be evaluated. */
function literal(text: string): string {
  return text.replace(/\$\{/g, '$${').replace(/%\{/g, '%%{');
}

function roleResources({ id, logGroups }: Extract<QueryRole, { id: string }>): Resource[] {
  const policy = rolePolicy(logGroups.map((name) => logGroupArn(name, PLACE)));
  return [
    { type: 'aws_iam_role', id, values: { assume_role_policy: JSON.stringify(TRUST_POLICY) } },
    {
      type: 'aws_iam_role_policy',
      id,
      values: { role: evaluated(`aws_iam_role.${nameOf(id)}.id`), policy: JSON.stringify(policy) },
    },
  ];
}

function savedQuery({ id, name, text, parameters, logGroups }: SavedQuery): Resource {
  return {
    type: 'awscc_logs_query_definition',
    id,
    values: {
      name,
      query_string: literal(text),
      log_group_names: logGroups,
      parameters: parameters.map((parameter) =>
        compact({
          name: parameter.name,
          description: parameter.description,
          default_value: parameter.defaultValue,
        }),
      ),
    },
  };
}

const REGION_MARK = 'region-of-the-provider';

/** The region is evaluated, and everything else in the body is a literal. */
function dashboard(board: Dashboard): Resource {
  const body = literal(dashboardBody(board, REGION_MARK)).replaceAll(REGION_MARK, PLACE.region);
  return {
    type: 'aws_cloudwatch_dashboard',
    id: board.id,
    values: { dashboard_name: board.name, dashboard_body: body },
  };
}

function conditionOf({ comparison, threshold, missingData }: Condition) {
  return {
    comparison_operator: COMPARISONS[comparison],
    threshold,
    treat_missing_data: missingData,
  };
}

function metricAlarm({ id, name, description, condition, actions, period, metric }: MetricAlarm): Resource {
  return {
    type: 'aws_cloudwatch_metric_alarm',
    id,
    values: {
      alarm_name: name,
      alarm_description: literal(description),
      ...conditionOf(condition),
      evaluation_periods: condition.datapoints.evaluated,
      datapoints_to_alarm: condition.datapoints.needed,
      ...metricOf(metric, period),
      alarm_actions: actions,
    },
  };
}

function metricOf(metric: MetricAlarm['metric'], period: number) {
  if ('sql' in metric)
    return { metric_query: [{ id: 'q1', expression: metric.sql, period, return_data: true }] };
  const { namespace, name, dimensions } = metric;
  return { namespace, metric_name: name, dimensions, statistic: 'Sum', period };
}

function logAlarm(alarm: LogAlarm, roleArn: string | undefined): Resource {
  const { ScheduleExpression, StartTimeOffset, EndTimeOffset } = scheduleOf(alarm);
  return {
    type: 'awscc_cloudwatch_log_alarm',
    id: alarm.id,
    values: {
      alarm_name: alarm.name,
      alarm_description: literal(alarm.description),
      ...conditionOf(alarm.condition),
      query_results_to_evaluate: alarm.condition.datapoints.evaluated,
      query_results_to_alarm: alarm.condition.datapoints.needed,
      scheduled_query_configuration: {
        query_string: literal(alarm.query),
        aggregation_expression: literal(alarm.aggregation),
        log_group_identifiers: alarm.logGroups,
        scheduled_query_role_arn: roleArn,
        schedule_configuration: {
          schedule_expression: ScheduleExpression,
          start_time_offset: StartTimeOffset,
          end_time_offset: EndTimeOffset,
        },
      },
      alarm_actions: alarm.actions,
    },
  };
}

function scheduledQuery(query: ScheduledQuery, roleArn: string | undefined): Resource {
  return {
    type: 'awscc_logs_scheduled_query',
    id: query.id,
    values: {
      name: query.name,
      description: literal(query.description),
      query_language: 'CWLI',
      query_string: literal(query.text),
      log_group_identifiers: query.logGroups,
      schedule_expression: query.schedule,
      start_time_offset: query.lookback,
      execution_role_arn: roleArn,
      state: 'ENABLED',
    },
  };
}

function fieldIndex({ id, logGroup, fields }: FieldIndex): Resource {
  return {
    type: 'aws_cloudwatch_log_index_policy',
    id,
    values: { log_group_name: logGroup, policy_document: indexPolicy(fields) },
  };
}

function metricFilter({ id, name, logGroup, pattern, namespace, metric }: MetricFilter): Resource {
  return {
    type: 'aws_cloudwatch_log_metric_filter',
    id,
    values: {
      name,
      log_group_name: logGroup,
      pattern,
      metric_transformation: { namespace, name: metric, value: '1', default_value: '0', unit: 'Count' },
    },
  };
}
