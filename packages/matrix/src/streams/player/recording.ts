import { createRetryObserver, type RetryEvent, type RetryObserver } from '@needs-retry/core';

/** An observer that writes nothing, and what it tells. */
export function recording(): { readonly observer: RetryObserver; readonly events: readonly RetryEvent[] } {
  const events: RetryEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  for (const kind of ['needs-retry', 'after-call', 'stream-error'] as const) {
    observer.on(kind, (event) => void events.push(event));
  }
  return { observer, events };
}
