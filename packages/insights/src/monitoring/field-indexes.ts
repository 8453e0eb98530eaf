import type { Ids } from './ids.js';
import type { MonitoringSettings } from './options.js';
import type { FieldIndex } from './resources.js';

/** The members that queries compare with one value: they then read only the events that have it. */
const FIELDS = ['kind', 'ServiceId', 'resource'] as const;

export function fieldIndexes({ prefix, logGroups }: MonitoringSettings, ids: Ids): FieldIndex[] {
  return logGroups.map(({ name, label }) => {
    const id = ids.of('field-index', label);
    return { id, name: `${prefix}-${id}`, logGroup: name, fields: FIELDS };
  });
}
