import { createRetryObserver } from '@needs-retry/core';
import { retryEvent } from '@needs-retry/fixtures/retry-event';

export type Ending = 'return' | 'throw' | 'exit' | 'rejection' | 'uncaught' | 'block';

export interface WritesEvent {
  readonly retries: number;
  /** Whether the application writes lines of its own between them, through `process.stdout`. */
  readonly writes: boolean;
  readonly ending: Ending;
}

// In Lambda: the line and the document.
const observer = createRetryObserver();

export async function handler({ retries, writes, ending }: WritesEvent): Promise<unknown> {
  for (let n = 0; n < retries; n++) {
    observer.emit(retryEvent({ properties: { n, padding: '.'.repeat(250) } }));
    if (writes) process.stdout.write(`application ${n} ${'.'.repeat(2_000)}\n`);
  }
  return ENDINGS[ending]();
}

const forever = () => new Promise((resolve) => setTimeout(resolve, 60_000));

const ENDINGS: Record<Ending, () => unknown> = {
  return: () => 'returned',
  throw: () => {
    throw new Error('thrown');
  },
  exit: () => process.exit(7),
  rejection: () => {
    Promise.reject(new Error('rejected'));
    return forever();
  },
  uncaught: () => {
    setTimeout(() => {
      throw new Error('uncaught');
    });
    return forever();
  },
  // Until the timeout.
  block: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
};
