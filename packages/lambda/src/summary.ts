import type { AfterCallEvent, Properties, SummaryEvent } from '@needs-retry/core';

/** How many durations a document's metric may have (EMF specification). */
const MAX_DURATIONS = 100;

/** What goes into one document: numbers alone, for an event would keep its error and all that hangs on it. */
interface Calls {
  readonly service: string;
  readonly operation: string;
  attempts: number;
  readonly durationsMs: number[];
}

/** The calls of one invocation, by service and operation. */
export class Summary {
  #byName = new Map<string, Calls[]>();

  add({ service, operation, attempts, durationMs }: AfterCallEvent): void {
    // One that threw before its first attempt sent nothing.
    if (attempts === 0) return;
    const name = `${service}.${operation}`;
    const documents = this.#byName.get(name) ?? [];
    let calls = documents.at(-1);
    if (calls === undefined || calls.durationsMs.length === MAX_DURATIONS) {
      calls = { service, operation, attempts: 0, durationsMs: [] };
      documents.push(calls);
      this.#byName.set(name, documents);
    }
    calls.attempts += attempts;
    calls.durationsMs.push(durationMs);
  }

  /** What has been added since the last time, as events of at most 100 calls each. */
  take(requestId: string | undefined, properties: Properties): SummaryEvent[] {
    const taken = [...this.#byName.values()].flat();
    this.#byName = new Map();
    return taken.map(({ service, operation, attempts, durationsMs }) => ({
      kind: 'summary',
      eventName: `summary.${service}.${operation}`,
      service,
      operation,
      timestamp: Date.now(),
      requestId,
      properties,
      calls: durationsMs.length,
      attempts,
      retries: attempts - durationsMs.length,
      callDurationsMs: Object.freeze(durationsMs),
    }));
  }
}
