import { catalogueText } from '../catalogue/catalogue.js';
import type { Ids } from './ids.js';
import { logAlarmQuery } from './log-alarm-query.js';
import { above } from './metric-alarms.js';
import type { MonitoringSettings } from './options.js';
import type { Condition, LogAlarm } from './resources.js';

/** Alarms on answers of the catalogue, which no metric has: rates, causes, invocations. */
export function logAlarms(settings: MonitoringSettings, ids: Ids): LogAlarm[] {
  const { thresholds, datapoints } = settings;
  const alarm = (
    query: string,
    aggregation: string,
    condition: Condition,
    description: string,
  ): LogAlarm => ({
    id: ids.of('log-alarm', query),
    name: `${settings.prefix}-${query}`,
    description,
    condition,
    actions: settings.actions,
    ...logAlarmQuery(catalogueText(query), aggregation),
    logGroups: settings.logGroups.map(({ name }) => name),
    period: settings.period,
  });
  const once = { needed: 1, evaluated: 1 };
  return [
    alarm(
      'retry-rate',
      'max(retriesPerCall) by service',
      above(thresholds.retryRate, datapoints),
      'A service needs many retries per call. Needs the summaries of `withRetryReport`.',
    ),
    alarm(
      'futile-retries',
      'max(retries) by service, operation, error',
      above(thresholds.futileRetries, datapoints),
      'Calls are retried although a quota or a setting refuses them, which no retry changes.',
    ),
    alarm(
      'stuck',
      'sum(calls)',
      above(thresholds.stuck, once),
      'A function timed out inside an AWS SDK call. Needs `withRetryReport`. Ask `stuck` in which.',
    ),
  ];
}
