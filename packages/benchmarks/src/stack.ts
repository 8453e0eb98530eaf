import type { RetryObserver } from '@needs-retry/core';

/** Calls end at once: whatever the SDK does is left out, so that nanoseconds are visible. */
export type Send = (args: object) => Promise<unknown>;

export type Frame = (next: Send, context: object) => Send;

export const COMMAND = { input: { Bucket: 'photos', Key: 'k' } };
export const RESULT = { response: { statusCode: 200 }, output: { $metadata: { httpStatusCode: 200 } } };

export const passOn: Frame = (next) => (args) => next(args);

/** The middlewares that an observer puts on a client's stack. */
export function framesOf(observer: RetryObserver): readonly Frame[] {
  const frames: Frame[] = [];
  const add = (frame: Frame) => frames.push(frame);
  const clone = () => ({ remove: () => true });
  observer.observe({
    middlewareStack: { add, addRelativeTo: add, remove: () => true, clone },
    config: { serviceId: 'S3', retryStrategy: STRATEGY },
  });
  return frames;
}

/** As `MiddlewareStack` calls them, resolved once: initialize, the serializer's request, loop, attempt, and the end. */
export function stackOf(
  [call, loop, attempt]: readonly Frame[],
  end: Send,
  retry: (attempt: Send) => Send = (once) => once,
): Send {
  const inner = loop!(retry(attempt!(end, CONTEXT)), CONTEXT);
  return call!((args) => inner({ ...args, request: { headers: {} } }), CONTEXT);
}

/**
 * A stack with nothing in it but an observer's middlewares; without an observer, with as many that do nothing.
 *
 * @param failures attempts of each call that are throttled before one succeeds
 */
export function stack(observer: RetryObserver | undefined, failures = 0): Send {
  const frames = observer === undefined ? [passOn, passOn, passOn] : framesOf(observer);
  return stackOf(frames, endOf(failures), (attempt) => retrying(attempt, failures));
}

const CONTEXT = { clientName: 'S3Client', commandName: 'GetObjectCommand' };
/** All that is asked of a strategy before anything is retried: of which generation it is. */
const STRATEGY = { acquireInitialRetryToken() {}, refreshRetryTokenForRetry() {}, recordSuccess() {} };

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
