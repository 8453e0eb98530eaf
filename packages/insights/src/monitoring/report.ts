import { catalogueText } from '../catalogue/catalogue.js';
import type { Ids } from './ids.js';
import type { MonitoringSettings } from './options.js';
import type { ScheduledQuery } from './resources.js';

/** The retries of each day, asked every morning and kept by CloudWatch Logs. */
export function dailyReport({ prefix, logGroups }: MonitoringSettings, ids: Ids): ScheduledQuery {
  return {
    id: ids.of('daily-report'),
    name: `${prefix}-daily-report`,
    description:
      'Which operations were retried most on the day before, and how many attempts were throttled.',
    text: catalogueText('retries-by-operation'),
    logGroups: logGroups.map(({ name }) => name),
    schedule: 'cron(0 6 * * ? *)',
    lookback: 86_400,
  };
}
