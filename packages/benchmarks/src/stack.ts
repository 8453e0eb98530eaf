import type { RetryObserver, ServiceAdapter } from '@needs-retry/core';

/** Calls end at once: whatever the SDK does is left out, so that nanoseconds are visible. */
export type Send = (args: object) => Promise<unknown>;

type Frame = (next: Send, context: object) => Send;

/**
 * A stack with nothing in it but an observer's middlewares, resolved once; without an observer, with as many that do
 * nothing.
 *
 * @param failures attempts of each call that are throttled before one succeeds
 */
export function stack(observer: RetryObserver | undefined, failures = 0, adapter?: ServiceAdapter): Send {
  const frames: Frame[] = [];
  const add = (frame: Frame) => frames.push(frame);
  const clone = () => ({ remove: () => true });
  observer?.observe(
    {
      middlewareStack: { add, addRelativeTo: add, remove: () => true, clone },
      config: { serviceId: 'S3', retryStrategy: STRATEGY },
    },
    adapter,
  );
  const [call = passOn, loop = passOn, attempt = passOn] = frames;
  const inner = loop(retrying(attempt(endOf(failures), CONTEXT), failures), CONTEXT);
  return call((args) => inner({ ...args, request: { headers: {} } }), CONTEXT);
}

const CONTEXT = { clientName: 'S3Client', commandName: 'GetObjectCommand' };
const STRATEGY = { acquireInitialRetryToken() {}, refreshRetryTokenForRetry() {}, recordSuccess() {} };

const passOn: Frame = (next) => (args) => next(args);

const RESULT = { response: { statusCode: 200 }, output: { $metadata: { httpStatusCode: 200 } } };
const SLOW_DOWN = Object.assign(new Error('Please reduce your request rate.'), {
  name: 'SlowDown',
  $metadata: { httpStatusCode: 503 },
});

function endOf(failures: number): Send {
  if (failures === 0) return async () => RESULT;
  let attempts = 0;
  return async () => {
    if (attempts++ % (failures + 1) < failures) throw SLOW_DOWN;
    return RESULT;
  };
}

/** As `retryMiddleware`, which gives each attempt the same `args`. */
function retrying(attempt: Send, failures: number): Send {
  if (failures === 0) return attempt;
  return async (args) => {
    for (let failed = 0; failed < failures; failed++) {
      try {
        return await attempt(args);
      } catch {
        // It is tried again.
      }
    }
    return attempt(args);
  };
}
