import { generic, hang, reset } from '@needs-retry/fixtures';
import type { Reply } from '@needs-retry/testing';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { randomOf } from './random.js';

/** What is to happen to one call. */
export interface Script {
  /** How many attempts fail, each with `fault`; the default strategy makes three. */
  readonly failures: number;
  readonly fault: Reply;
  readonly isThrottling: boolean;
  /** True if the caller aborts while the first request is out. */
  readonly isAborted: boolean;
  /** True for a call that never settles. */
  readonly hangs: boolean;
}

export const MAX_ATTEMPTS = 3;

const FAULTS: readonly (readonly [fault: Reply, isThrottling: boolean])[] = [
  [generic.error(429, 'TooManyRequestsException'), true],
  [generic.error(500, 'InternalFailure'), false],
  [reset(), false],
];

/** Makes the scripts of a run: a third of the calls fail at least once, one in a hundred is aborted. */
export function scriptsOf(seed: number): () => Script {
  const random = randomOf(seed);
  return () => {
    const [fault, isThrottling] = FAULTS[Math.floor(random() * FAULTS.length)]!;
    const failures = random() < 1 / 3 ? 1 + Math.floor(random() * MAX_ATTEMPTS) : 0;
    const isAborted = random() < 0.01;
    return { fault, isThrottling, failures, isAborted, hangs: random() < 0.0002 };
  };
}

/** Of a call in whose script this is: what the service does with an attempt, from 1. */
export function replyTo({ fault, failures, hangs }: Script, attempt: number): Reply {
  if (hangs) return hang();
  return attempt <= failures ? fault : generic.ok();
}

/** The SDK's own strategy without waiting. Each token has a quota of its own: one for all is used up at once. */
export const strategy: Pick<
  ConfiguredRetryStrategy,
  'acquireInitialRetryToken' | 'refreshRetryTokenForRetry' | 'recordSuccess'
> = {
  acquireInitialRetryToken: (scope) => ownStrategy().acquireInitialRetryToken(scope),
  refreshRetryTokenForRetry: (token, info) => ownStrategy().refreshRetryTokenForRetry(token, info),
  recordSuccess() {},
};

const ownStrategy = () => new ConfiguredRetryStrategy(MAX_ATTEMPTS, 0);
