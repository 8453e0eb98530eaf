import { beginInvocation, type CallInFlight, type DeadlineEvent, type Properties } from '@needs-retry/core';
import type { LambdaContext } from './context.js';
import type { CheckedOptions } from './options.js';
import { Summary } from './summary.js';

/** Reports on the invocations of one handler. */
export interface Reporter {
  /** @returns what to call at the invocation's end, as often as one likes. Neither throws. */
  begin(contextOf: () => LambdaContext): () => void;
}

const MAX_MARGIN_MS = 200;
/** Beyond it a timer fires at once; no function runs so long, but a context of a test may say so. */
const MAX_TIMER_MS = 2 ** 31;

/** Whether this environment, which imports the module anew, has not begun an invocation yet. */
let cold = true;

export function createReporter({ observer, summary, deadlineMarginMs }: CheckedOptions): Reporter {
  const severalAtOnce = process.env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined;
  const summaries = new Map<string | undefined, Summary>();
  let endLast = () => {};
  if (summary) observer.on('after-call', (call) => summaries.get(call.requestId)?.add(call));

  return {
    begin: (contextOf) => {
      try {
        return begin(contextOf());
      } catch {
        // A context that cannot be read: the handler runs without a report.
        return () => {};
      }
    },
  };

  function begin(context: LambdaContext): () => void {
    // One that never ended, such as of a callback never called, ends where the next begins.
    if (!severalAtOnce) endLast();
    const requestId = context.awsRequestId;
    const properties: Properties = { coldStart: isColdStart() ? 'yes' : 'no' };
    const leave = beginInvocation({ requestId, properties });
    const calls = new Summary();
    if (summary) summaries.set(requestId, calls);

    const report = () => {
      for (const event of calls.take(requestId, properties)) observer.emit(event);
    };
    const timer = beforeDeadline(context, deadlineMarginMs, () => {
      const inFlight = observer.callsInFlight().filter((call) => call.requestId === requestId);
      for (const call of inFlight.reverse()) observer.emit(deadlineEvent(call));
      report();
    });

    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      report();
      if (summaries.get(requestId) === calls) summaries.delete(requestId);
      leave();
    };
    endLast = end;
    return end;
  }
}

/** An unref'd timer, where the context tells how much time there is. */
function beforeDeadline(
  context: LambdaContext,
  marginMs: number | undefined,
  act: () => void,
): NodeJS.Timeout | undefined {
  const remaining = context.getRemainingTimeInMillis?.();
  if (typeof remaining !== 'number' || !(remaining < MAX_TIMER_MS)) return undefined;
  const margin = marginMs ?? Math.min(MAX_MARGIN_MS, remaining / 10);
  return setTimeout(act, Math.max(0, remaining - margin)).unref();
}

function deadlineEvent(call: CallInFlight): DeadlineEvent {
  return { ...call, kind: 'deadline', eventName: `deadline.${call.service}.${call.operation}` };
}

/** Provisioned concurrency and snapshots begin their environments ahead of the first invocation. */
function isColdStart(): boolean {
  const type = process.env.AWS_LAMBDA_INITIALIZATION_TYPE ?? 'on-demand';
  const first = cold;
  cold = false;
  return first && type === 'on-demand';
}
