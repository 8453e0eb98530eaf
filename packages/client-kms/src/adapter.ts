import type { ServiceAdapter } from '@needs-retry/core';
import { classifier } from '@needs-retry/core/adapter';

/** What only KMS knows. It tells no resource: a key's id may be private. */
export const kmsAdapter: ServiceAdapter = {
  service: 'kms',

  classify: classifier({ quota: ['LimitExceededException'], transient: ['KeyUnavailableException'] }),
};
