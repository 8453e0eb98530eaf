import { createRetryObserver, type NeedsRetryEvent } from '@needs-retry/core';

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
    observer.emit(retry(n));
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

function retry(n: number): NeedsRetryEvent {
  return {
    kind: 'needs-retry',
    eventName: 'needs-retry.s3.ListBuckets',
    service: 's3',
    operation: 'ListBuckets',
    attempts: 2,
    maxAttempts: 3,
    sdkInvocationId: undefined,
    region: 'eu-west-1',
    timestamp: Date.now(),
    durationMs: 1,
    requestId: undefined,
    properties: { n, padding: '.'.repeat(250) },
    error: undefined,
    errorName: undefined,
    errorCode: undefined,
    errorType: undefined,
    statusCode: 200,
    serviceRequestId: undefined,
    extendedRequestId: undefined,
    ok: true,
    output: undefined,
    throttled: false,
    delayMs: 1,
    cause: undefined,
  };
}
