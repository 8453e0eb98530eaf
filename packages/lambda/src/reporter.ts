import type { CallInFlight, DeadlineEvent } from '@needs-retry/core';
import type { LambdaContext } from './context.js';
import { watchDeadline } from './deadline.js';
import type { CheckedOptions } from './options.js';
import { join } from './running.js';
import { Summary } from './summary.js';

/** Reports on the invocations of one handler. */
export interface Reporter {
  /**
   * Neither this nor what it returns throws.
   *
   * @returns what to call at the invocation's end, as often as one likes; undefined where there is nothing to report,
   * because something around the handler does it, or because the context cannot be read
   */
  begin(contextOf: () => LambdaContext): (() => void) | undefined;
}

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
        return undefined;
      }
    },
  };

  function begin(context: LambdaContext): (() => void) | undefined {
    const running = join(context, observer);
    if (running === undefined) return undefined;
    // One that never ended, such as of a callback never called, ends where the next begins.
    if (!severalAtOnce) endLast();
    const { properties, leave } = running;
    const requestId = context.awsRequestId;
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
