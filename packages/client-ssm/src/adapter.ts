import type { ServiceAdapter } from '@needs-retry/core';
import { classifier, codeOf, record } from '@needs-retry/core/adapter';

/** What only Systems Manager knows. It tells no resource: a parameter's name may be private. */
export const ssmAdapter: ServiceAdapter = {
  service: 'ssm',

  /** The code of the quota that was exceeded, where Systems Manager says it. */
  errorProperties: (error) => ({ throttlingReason: codeOf(record(error).QuotaCode) }),

  classify: classifier({ contention: ['TooManyUpdates'] }),
};
