import type { Properties, RetryObserver } from '@needs-retry/core';
import { beginInvocation } from '@needs-retry/core/internal';
import type { LambdaContext } from './context.js';

/** An observer's part in an invocation that runs. */
export interface Running {
  /** The context's, else what the runtime knows. */
  readonly requestId: string | undefined;
  /** Of the invocation: the same for all its observers. */
  readonly properties: Properties;
  leave(): void;
}

interface Invocation {
  readonly requestId: string | undefined;
  readonly properties: Properties;
  readonly observers: Set<RetryObserver>;
}

/** By the context, which all that wraps a handler is given. */
const invocations = new WeakMap<LambdaContext, Invocation>();

/** True until the first invocation of this environment begins. Each environment imports the module anew. */
let cold = true;

/**
 * Begins an invocation, or joins one that an outer wrapper has begun.
 *
 * @returns undefined if `observer` reports on it already: one report is enough
 */
export function join(context: LambdaContext, observer: RetryObserver): Running | undefined {
  const begun = invocations.get(context);
  if (begun === undefined) return begin(context, observer);
  const { requestId, properties, observers } = begun;
  if (observers.has(observer)) return undefined;
  observers.add(observer);
  return { requestId, properties, leave: () => void observers.delete(observer) };
}

function begin(context: LambdaContext, observer: RetryObserver): Running {
  const properties: Properties = Object.freeze({ coldStart: isColdStart() ? 'yes' : 'no' });
  const { requestId, end } = beginInvocation({ requestId: context.awsRequestId, properties });
  invocations.set(context, { requestId, properties, observers: new Set([observer]) });
  return {
    requestId,
    properties,
    leave() {
      invocations.delete(context);
      end();
    },
  };
}

/** Provisioned concurrency and snapshots begin their environments ahead of the first invocation. */
function isColdStart(): boolean {
  const type = process.env.AWS_LAMBDA_INITIALIZATION_TYPE ?? 'on-demand';
  const first = cold;
  cold = false;
  return first && type === 'on-demand';
}
