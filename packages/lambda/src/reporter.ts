import { beginInvocation, type CallInFlight, type DeadlineEvent, type Properties } from '@needs-retry/core';
import type { LambdaContext } from './context.js';
import { watchDeadline } from './deadline.js';
import type { CheckedOptions } from './options.js';
import { Summary } from './summary.js';

/** Reports on the invocations of one handler. */
export interface Reporter {
  /** @returns what to call at the invocation's end, as often as one likes. Neither throws. */
  begin(contextOf: () => LambdaContext): () => void;
}

/** Whether this environment, which imports the module anew, has not begun an invocation yet. */
let cold = true;

export function createReporter({ observer, summary, deadlineMarginMs }: CheckedOptions): Reporter {
  const severalAtOnce = process.env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined;
  const summaries = new Map<string | undefined, Summary>();
  let endLast = () => {};
  if (summary) observer.on('after-call', (call) => summaries.get(call.requestId)?.add(call));

  return {
    begin(contextOf) {
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
    const properties: Properties = Object.freeze({ coldStart: isColdStart() ? 'yes' : 'no' });
    const leave = beginInvocation({ requestId, properties });
    const calls = new Summary();
    if (summary) summaries.set(requestId, calls);

    const report = () => {
      for (const event of calls.take(requestId, properties)) observer.emit(event);
    };
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      unwatch();
      report();
      if (summaries.get(requestId) === calls) summaries.delete(requestId);
      leave();
    };
    const unwatch = watchDeadline(context, deadlineMarginMs, {
      near() {
        const inFlight = observer.callsInFlight().filter((call) => call.requestId === requestId);
        for (const call of inFlight.reverse()) observer.emit(deadlineEvent(call));
        report();
      },
      // Who has not told its end by then never will: a chain of middlewares that another one cut short.
      past: end,
    });
    endLast = end;
    return end;
  }
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
