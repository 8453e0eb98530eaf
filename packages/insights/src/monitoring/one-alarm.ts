import { need } from '@needs-retry/core/internal';
import { Ids } from './ids.js';
import type { LogAlarmQuery } from './log-alarm-query.js';
import { roleOf } from './monitoring.js';
import { type MonitoringOptions, monitoringSettings } from './options.js';
import type { Condition, Monitoring } from './resources.js';

export type LogAlarmOptions = Pick<MonitoringOptions, 'logGroups' | 'actions' | 'roleArn'> & {
  /** At most 255 characters. */
  readonly name: string;
  readonly description: string;
  readonly query: LogAlarmQuery;
  readonly condition: Condition;
  /** Seconds in whole minutes. */
  readonly period: number;
};

/**
 * One log alarm with its role, to be rendered like everything else.
 *
 * @throws {TypeError} for an option that there is not, or a value that it cannot have
 */
export function logAlarmMonitoring(options: LogAlarmOptions): Monitoring {
  const { name, description, query, condition, period, logGroups, actions, roleArn } = options;
  need(/^[^\p{Cc}]{1,255}$/u.test(name), 'name', '1 to 255 characters', name);
  need(description.length <= 1024, 'description', 'at most 1,024 characters', description);
  const settings = monitoringSettings({
    logGroups,
    actions,
    roleArn,
    period,
    datapoints: condition.datapoints,
  });
  need(settings.logGroups.length > 0, 'logGroups', 'at least one log group to ask', logGroups);
  const ids = new Ids();
  const alarm = {
    id: ids.of('log-alarm'),
    name,
    description,
    condition,
    actions: settings.actions,
    ...query,
    logGroups: settings.logGroups.map((group) => group.name),
    period,
  };
  return { ...NOTHING, logAlarms: [alarm], role: roleOf(settings, ids) };
}

const NOTHING: Monitoring = {
  savedQueries: [],
  dashboards: [],
  metricAlarms: [],
  logAlarms: [],
  scheduledQueries: [],
  fieldIndexes: [],
  metricFilters: [],
  role: undefined,
  notes: [],
};
