import { parameterised } from '../catalogue/parameterised.js';
import { DEFINITIONS } from '../catalogue/queries.js';
import type { Ids } from './ids.js';
import type { MonitoringSettings } from './options.js';
import type { SavedQuery } from './resources.js';

/** The whole catalogue, in a folder of its own. */
export function savedQueries({ prefix, logGroups }: MonitoringSettings, ids: Ids): SavedQuery[] {
  return DEFINITIONS.map((definition) => ({
    id: ids.of('query', definition.name),
    name: `${prefix}/${definition.name}`,
    ...parameterised(definition),
    logGroups: logGroups.map(({ name }) => name),
  }));
}
