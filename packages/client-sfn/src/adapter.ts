import type { ServiceAdapter } from '@needs-retry/core';
import { arnResource, classifier, named, record } from '@needs-retry/core/adapter';

/** What only Step Functions knows. */
export const sfnAdapter: ServiceAdapter = {
  service: 'sfn',

  /** The state machine; never an execution's name, an input or a task token. */
  properties(input) {
    const { stateMachineArn, executionArn, mapRunArn } = record(input);
    return { resource: stateMachineOf(stateMachineArn ?? executionArn ?? mapRunArn) };
  },

  classify: classifier({ quota: ['ActivityWorkerLimitExceeded', 'ExecutionLimitExceeded'] }),
};

/** `orders` of `stateMachine:orders:live`, `execution:orders:<name>` and `mapRun:orders/<label>:<id>`. */
function stateMachineOf(arn: unknown): string | undefined {
  return named(arnResource(arn)?.split(':')[1]?.replace(/\/.*/s, ''));
}
