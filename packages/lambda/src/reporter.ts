import type { CallInFlight, DeadlineEvent, RetryObserver } from '@needs-retry/core';
import type { LambdaContext } from './context.js';
import { watchDeadline } from './deadline.js';
import type { CheckedOptions } from './options.js';
import { join, type Running } from './running.js';
import { Summary } from './summary.js';

/** Reports on the invocations of one handler. */
export class Reporter {
  readonly #options: CheckedOptions;
  readonly #severalAtOnce = process.env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined;
  readonly #summaries = new Map<string | undefined, Summary>();
  #endLast = (): void => {};

  constructor(options: CheckedOptions) {
    this.#options = options;
    const { observer, summary } = options;
    if (summary) observer.on('after-call', (call) => this.#summaries.get(call.requestId)?.add(call));
  }

  /**
   * Neither this nor what it returns throws.
   *
   * @returns a function to call when the invocation ends, once or more often; undefined if there is nothing to report,
   * because an outer wrapper reports already, or because reading the context threw
   */
  begin(contextOf: () => LambdaContext): (() => void) | undefined {
    try {
      const context = contextOf();
      const running = join(context, this.#options.observer);
      return running && this.#report(context, running);
    } catch {
      return undefined;
    }
  }

  #report(context: LambdaContext, running: Running): () => void {
    // An invocation that never ended, for example because its callback was not called, ends when the next one begins.
    if (!this.#severalAtOnce) this.#endLast();
    const { observer, summary, deadlineMarginMs } = this.#options;
    const calls = new Summary();
    if (summary) this.#summaries.set(running.requestId, calls);
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      unwatch();
      this.#write(calls, running);
      if (this.#summaries.get(running.requestId) === calls) this.#summaries.delete(running.requestId);
      running.leave();
    };
    const unwatch = watchDeadline(context, deadlineMarginMs, {
      near: () => {
        for (const event of deadlineEvents(observer, running.requestId)) observer.emit(event);
        this.#write(calls, running);
      },
      // If the end is not reported by then, it never will be: another middleware has cut the chain short.
      past: end,
    });
    this.#endLast = end;
    return end;
  }

  /** Writes the summary so far, and what the sinks hold: that is done before `flush` first waits. */
  #write(calls: Summary, { requestId, properties }: Running): void {
    const { observer } = this.#options;
    for (const event of calls.take(requestId, properties)) observer.emit(event);
    void observer.flush();
  }
}

/** Of the calls in flight, oldest first. */
function deadlineEvents(observer: RetryObserver, requestId: string | undefined): DeadlineEvent[] {
  const calls = observer.callsInFlight().filter((call) => call.requestId === requestId);
  return calls.reverse().map(deadlineEvent);
}

function deadlineEvent(call: CallInFlight): DeadlineEvent {
  return { ...call, kind: 'deadline', eventName: `deadline.${call.service}.${call.operation}` };
}
