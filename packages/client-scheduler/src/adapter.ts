import type { ServiceAdapter } from '@needs-retry/core';
import { classifier, named, record } from '@needs-retry/core/adapter';

/** What only EventBridge Scheduler knows. */
export const schedulerAdapter: ServiceAdapter = {
  service: 'scheduler',

  /** The schedule group; never a schedule's name, input or target. */
  properties: (input) => ({ resource: named(record(input).GroupName) }),

  classify: classifier(),
};
