import type { ServiceAdapter } from '@needs-retry/core';
import { arnResource, classifier, nameOf, record } from '@needs-retry/core/adapter';

/** What only STS knows. */
export const stsAdapter: ServiceAdapter = {
  service: 'sts',

  /** The role; never a token, a session's name or the account id. */
  properties: (input) => ({ resource: roleOf(record(input).RoleArn) }),

  classify: classifier({ transient: ['IDPCommunicationErrorException', 'IDPCommunicationError'] }),
};

/** Of `assumed-role/Reader/alice` it is `Reader`: what follows is the name of a session. */
function roleOf(arn: unknown): string | undefined {
  const [kind, role] = arnResource(arn)?.split('/') ?? [];
  return kind === 'assumed-role' ? role : nameOf(arn);
}
