/** A query kept in the console, with parameters that whoever runs it fills in. */
export type SavedQuery = {
  readonly id: string;
  /** What stands before a `/` is a folder in the console. */
  readonly name: string;
  /** With `{{service}}` where the parameter `service` belongs. */
  readonly text: string;
  readonly parameters: readonly SavedParameter[];
  readonly logGroups: readonly string[];
};

export type SavedParameter = {
  readonly name: string;
  readonly description: string;
  /** Undefined: the query cannot be asked without a value. */
  readonly defaultValue: string | undefined;
};

export const COMPARISONS = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
} as const;
export type Comparison = keyof typeof COMPARISONS;

export const MISSING_DATA = ['notBreaching', 'breaching', 'ignore', 'missing'] as const;
export type MissingData = (typeof MISSING_DATA)[number];

/** What makes an alarm fire: `needed` of the last `evaluated` values breach the threshold. */
export type Condition = {
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly datapoints: Datapoints;
  readonly missingData: MissingData;
};

/** M of N. */
export type Datapoints = { readonly needed: number; readonly evaluated: number };

type Alarm = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly condition: Condition;
  /** ARNs: what happens when it fires. */
  readonly actions: readonly string[];
};

export type MetricAlarm = Alarm & {
  readonly period: number;
  readonly metric: MetricOfAlarm;
};

/** A query of Metrics Insights, or one metric whose values are summed. */
export type MetricOfAlarm =
  | { readonly sql: string }
  | {
      readonly namespace: string;
      readonly name: string;
      readonly dimensions: Readonly<Record<string, string>>;
    };

export type LogAlarm = Alarm & {
  readonly query: string;
  /** What becomes of the query's rows, as `stats` has it: `max(retries) by service`. */
  readonly aggregation: string;
  readonly logGroups: readonly string[];
  /** Seconds between two runs, each of which looks at as many. */
  readonly period: number;
};

export type ScheduledQuery = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly text: string;
  readonly logGroups: readonly string[];
  readonly schedule: string;
  /** Seconds that it looks back. */
  readonly lookback: number;
};

export type Dashboard = { readonly id: string; readonly name: string; readonly widgets: readonly Widget[] };

export type Widget = {
  readonly title: string;
  readonly width: 8 | 12 | 24;
  readonly shows: { readonly sql: string } | { readonly query: string };
};

export type FieldIndex = {
  readonly id: string;
  readonly name: string;
  readonly logGroup: string;
  readonly fields: readonly string[];
};

export type MetricFilter = {
  readonly id: string;
  readonly name: string;
  readonly logGroup: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly metric: string;
};

/** What CloudWatch Logs assumes to run the queries of log alarms and of the report. */
export type QueryRole =
  | { readonly id: string; readonly logGroups: readonly string[] }
  | { readonly arn: string };

/** Everything there is to watch retries with, as plain data: what renderers turn into templates. */
export type Monitoring = {
  readonly savedQueries: readonly SavedQuery[];
  readonly dashboards: readonly Dashboard[];
  readonly metricAlarms: readonly MetricAlarm[];
  readonly logAlarms: readonly LogAlarm[];
  readonly scheduledQueries: readonly ScheduledQuery[];
  readonly fieldIndexes: readonly FieldIndex[];
  readonly metricFilters: readonly MetricFilter[];
  /** Undefined where nothing needs one. */
  readonly role: QueryRole | undefined;
  /** What is missing, and why, in sentences. */
  readonly notes: readonly string[];
};
