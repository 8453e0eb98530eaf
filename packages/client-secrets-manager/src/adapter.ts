import type { ServiceAdapter } from '@needs-retry/core';
import { classifier, list, partialFailures, record, undoneEntries } from '@needs-retry/core/adapter';

const classify = classifier({ quota: ['LimitExceededException'] });

/** What only Secrets Manager knows. It tells no resource: a secret's name may be private. */
export const secretsManagerAdapter: ServiceAdapter = {
  service: 'secrets-manager',

  classify,

  /** Secrets that `BatchGetSecretValue` did not get. */
  partialFailures: (_input, output) => partialFailures(undoneEntries(list(record(output).Errors), classify)),
};
