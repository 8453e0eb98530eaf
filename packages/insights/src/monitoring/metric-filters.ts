import type { Ids } from './ids.js';
import type { MonitoringSettings } from './options.js';
import type { MetricFilter } from './resources.js';

/** Counts the plain lines `needs-retry.s3.ListBuckets|increment|count=1`, for functions that write no documents. */
export function metricFilters(
  { prefix, namespace, logGroups }: MonitoringSettings,
  ids: Ids,
): MetricFilter[] {
  return logGroups.map(({ name, label }) => ({
    id: ids.of('metric-filter', label),
    name: `${prefix}-retry-lines`,
    logGroup: name,
    // Nothing else that we write has this text.
    pattern: '"needs-retry."',
    namespace,
    metric: 'RetryLines',
  }));
}
