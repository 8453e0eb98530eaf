import { dashboard } from './dashboard.js';
import { fieldIndexes } from './field-indexes.js';
import { Ids } from './ids.js';
import { logAlarms } from './log-alarms.js';
import { metricAlarms } from './metric-alarms.js';
import { metricFilters } from './metric-filters.js';
import {
  type MonitoringOptions,
  type MonitoringPart,
  type MonitoringSettings,
  monitoringSettings,
} from './options.js';
import { dailyReport } from './report.js';
import type { Monitoring, QueryRole } from './resources.js';
import { savedQueries } from './saved-queries.js';

/**
 * Everything there is to watch retries with, as plain data: saved queries, a dashboard, alarms, a daily report, field
 * indexes and metric filters. `cloudFormationTemplate`, `terraformConfiguration` and `apiRequests` render it.
 *
 * @example
 * cloudFormationTemplate(monitoringOf({ logGroups: ['/aws/lambda/orders'], thresholds: { throttles: 100 } }));
 * @throws {TypeError} for an option that there is not, or a value that it cannot have
 */
export function monitoringOf(options: MonitoringOptions = {}): Monitoring {
  const settings = monitoringSettings(options);
  const ids = new Ids();
  const hasLogs = settings.logGroups.length > 0;
  const has = (part: MonitoringPart) => settings.parts.has(part) && (hasLogs || !READ_LOGS.has(part));
  const logs = has('log-alarms') ? logAlarms(settings, ids) : [];
  const reports = has('report') ? [dailyReport(settings, ids)] : [];
  return {
    savedQueries: has('saved-queries') ? savedQueries(settings, ids) : [],
    dashboards: has('dashboard') ? [dashboard(settings, ids)] : [],
    metricAlarms: has('metric-alarms') ? metricAlarms(settings, ids) : [],
    logAlarms: logs,
    scheduledQueries: reports,
    fieldIndexes: has('field-indexes') ? fieldIndexes(settings, ids) : [],
    metricFilters: has('metric-filters') ? metricFilters(settings, ids) : [],
    role: logs.length + reports.length > 0 ? roleOf(settings, ids) : undefined,
    notes: hasLogs ? [] : missingLogs(settings),
  };
}

const READ_LOGS: ReadonlySet<MonitoringPart> = new Set([
  'log-alarms',
  'report',
  'field-indexes',
  'metric-filters',
]);

export function roleOf({ roleArn, logGroups }: MonitoringSettings, ids: Ids): QueryRole {
  if (roleArn !== undefined) return { arn: roleArn };
  return { id: ids.of('query-role'), logGroups: logGroups.map(({ name }) => name) };
}

function missingLogs({ parts }: MonitoringSettings): string[] {
  const missing = [...READ_LOGS].filter((part) => parts.has(part));
  const dashboards = parts.has('dashboard') ? ' The dashboard shows metrics alone.' : '';
  const errors = parts.has('metric-alarms') ? ' No alarm watches for metric documents that are refused.' : '';
  const left = missing.length > 0 ? `Left out without a log group: ${missing.join(', ')}.` : '';
  const text = `${left}${dashboards}${errors}`.trim();
  return text === '' ? [] : [text];
}
