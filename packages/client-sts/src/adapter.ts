import type { ServiceAdapter } from '@needs-retry/core';
import { classifier, nameOf, record } from '@needs-retry/core/adapter';

/** What only STS knows. */
export const stsAdapter: ServiceAdapter = {
  service: 'sts',

  /** The role; never a token, a session's name or the account id. */
  properties: (input) => ({ resource: nameOf(record(input).RoleArn) }),

  classify: classifier({ transient: ['IDPCommunicationErrorException', 'IDPCommunicationError'] }),
};
