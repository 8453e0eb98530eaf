import { constants, readFileSync } from 'node:fs';
import { createRetryObserver } from '@needs-retry/core';
import { retryEvent } from '@needs-retry/fixtures/retry-event';

export type Ending = 'return' | 'throw' | 'exit' | 'rejection' | 'uncaught' | 'block' | 'hang';

export interface WritesEvent {
  readonly retries: number;
  /** Tells the documents of several invocations apart. */
  readonly by?: string;
  /** Whether the application looks at `process.stdout`, as many a logger does. */
  readonly touches?: boolean;
  /** Whether the application writes lines of its own between them, through `process.stdout`. */
  readonly writes: boolean;
  readonly ending: Ending;
}

// In Lambda: the line and the document.
const observer = createRetryObserver();

export async function handler(event: WritesEvent): Promise<unknown> {
  const { retries, by = '', touches = false, writes, ending } = event;
  if (touches) void process.stdout.writableLength;
  for (let n = 0; n < retries; n++) {
    observer.emit(retryEvent({ properties: { n, by, padding: '.'.repeat(250) } }));
    if (writes) process.stdout.write(`application ${n} ${'.'.repeat(2_000)}\n`);
  }
  return ENDINGS[ending]();
}

const forever = () => new Promise((resolve) => setTimeout(resolve, 60_000));

const ENDINGS: Record<Ending, () => unknown> = {
  return: () => (isNonBlocking() ? 'non-blocking' : 'blocking'),
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
  hang: forever,
};

function isNonBlocking(): boolean {
  const flags = /flags:\t(\d+)/.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))?.[1] ?? '';
  return (Number.parseInt(flags, 8) & constants.O_NONBLOCK) !== 0;
}
