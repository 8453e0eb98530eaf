import type { AfterCallEvent, Properties, SummaryEvent } from '@needs-retry/core';

/** How many durations a document's metric may have (EMF specification). */
const MAX_DURATIONS = 100;

/** The calls of one invocation, by service and operation. */
export class Summary {
  #calls = new Map<string, AfterCallEvent[]>();

  add(call: AfterCallEvent): void {
    // One that threw before its first attempt sent nothing.
    if (call.attempts === 0) return;
    const name = `${call.service}.${call.operation}`;
    const calls = this.#calls.get(name);
    if (calls === undefined) this.#calls.set(name, [call]);
    else calls.push(call);
  }

  /** What has been added since the last time, as events of at most 100 calls each. */
  take(requestId: string | undefined, properties: Properties): SummaryEvent[] {
    const taken = this.#calls;
    this.#calls = new Map();
    return [...taken].flatMap(([name, calls]) =>
      chunksOf(calls).map((chunk) => eventOf(name, chunk, requestId, properties)),
    );
  }
}

function chunksOf(calls: readonly AfterCallEvent[]): AfterCallEvent[][] {
  const count = Math.ceil(calls.length / MAX_DURATIONS);
  return Array.from({ length: count }, (_, i) => calls.slice(i * MAX_DURATIONS, (i + 1) * MAX_DURATIONS));
}

function eventOf(
  name: string,
  calls: readonly AfterCallEvent[],
  requestId: string | undefined,
  properties: Properties,
): SummaryEvent {
  const { service, operation } = calls[0]!;
  const attempts = calls.reduce((sum, call) => sum + call.attempts, 0);
  return {
    kind: 'summary',
    eventName: `summary.${name}`,
    service,
    operation,
    timestamp: Date.now(),
    requestId,
    properties,
    calls: calls.length,
    attempts,
    retries: attempts - calls.length,
    callDurationsMs: calls.map((call) => call.durationMs),
  };
}
