import type { ObservedClient } from '@needs-retry/fixtures';
import { createRetryObserver } from '../src/index.js';
import { plainLineOf } from '../src/sinks/line.js';

/** Has a new observer see a client that plays a trace. */
export function observeTrace(client: ObservedClient['client']): ObservedClient {
  const observer = createRetryObserver({ sinks: [] });
  observer.observe(client as never);
  return {
    client,
    on: (pattern, handler, options) => observer.on(pattern as 'needs-retry', handler, options),
    lineOf: (event) => (event.attempts > 1 ? plainLineOf(event as never).trimEnd() : undefined),
  };
}
