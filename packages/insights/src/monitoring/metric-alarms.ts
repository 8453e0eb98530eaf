import type { Ids } from './ids.js';
import type { MonitoringSettings } from './options.js';
import type { Condition, Datapoints, MetricAlarm, MetricOfAlarm } from './resources.js';

const ONCE: Datapoints = { needed: 1, evaluated: 1 };

/** Nothing is written while nothing happens, so missing data never breaches. */
export function above(threshold: number, datapoints: Datapoints): Condition {
  return { comparison: '>', threshold, datapoints, missingData: 'notBreaching' };
}

/** Alarms on our metrics, of whatever service and operation, and on documents that CloudWatch did not understand. */
export function metricAlarms(settings: MonitoringSettings, ids: Ids): MetricAlarm[] {
  const { namespace, thresholds, datapoints, logGroups } = settings;
  const alarm = (
    name: string,
    description: string,
    condition: Condition,
    metric: MetricOfAlarm,
  ): MetricAlarm => ({
    id: ids.of('alarm', name),
    name: `${settings.prefix}-${name}`,
    description,
    condition,
    actions: settings.actions,
    period: settings.period,
    metric,
  });
  return [
    alarm(
      'throttling',
      `Attempts of AWS SDK calls are throttled. Ask \`throttling\` which tables or buckets, and why.`,
      above(thresholds.throttles, datapoints),
      { sql: sumOf('Throttles', namespace) },
    ),
    alarm(
      'gave-up',
      'The AWS SDK gave up calls after its last retry, and the application got the error. Ask `gave-up` which.',
      above(thresholds.gaveUp, ONCE),
      { sql: sumOf('RetriesExhausted', namespace) },
    ),
    alarm(
      'partial-failures',
      'Calls succeeded but left entries undone, which nobody sends again unless the application does. Ask `partial-failures` where.',
      above(thresholds.partialFailures, ONCE),
      { sql: sumOf('RetryableEntries', namespace) },
    ),
    ...logGroups.flatMap(({ name: LogGroupName, label }) =>
      EMF_ERRORS.map(({ metric, name, description }) =>
        alarm(`${name}-${short(label)}`, description, above(0, ONCE), {
          namespace: 'AWS/Logs',
          name: metric,
          dimensions: { LogGroupName },
        }),
      ),
    ),
  ];
}

/** A query of Metrics Insights over all dimensions of a metric. */
export function sumOf(metric: string, namespace: string): string {
  return `SELECT SUM(${metric}) FROM "${namespace}"`;
}

const EMF_ERRORS = [
  {
    metric: 'EMFParsingErrors',
    name: 'emf-parsing-errors',
    description: 'CloudWatch could not read a metric document of this log group, so its metrics are missing.',
  },
  {
    metric: 'EMFValidationErrors',
    name: 'emf-validation-errors',
    description: 'CloudWatch refused a metric document of this log group, so its metrics are missing.',
  },
] as const;

/** Names of log groups may be longer than names of alarms; the end of a name says most. */
function short(label: string): string {
  return label.replace(/^[^A-Za-z0-9]+/, '').slice(-150);
}
