import type { ObservableClient } from '@needs-retry/core';
import { constructStack } from '@smithy/core/client';

/** Calls end at once: whatever else the SDK does is left out, so that nanoseconds are visible. */
export type Send = (args: object) => Promise<unknown>;

export const COMMAND = { input: { Bucket: 'photos', Key: 'k' } };
export const RESULT = { response: { statusCode: 200 }, output: { $metadata: { httpStatusCode: 200 } } };

/** Puts an observer on a client. */
export type Attach = (client: ObservableClient) => void;

/**
 * What `send` calls: the SDK's own stack, resolved once as with `cacheMiddleware`. In it stand a serializer, a retry
 * middleware, and what `attach` puts there.
 *
 * @param retries how often the retry middleware tries again
 */
export function stackOf(attach: Attach, end: Send, retries = 0): Send {
  const middlewareStack = constructStack<object, object>();
  middlewareStack.add(serialize as never, { name: 'serializerMiddleware', step: 'serialize' });
  middlewareStack.add(retrying(retries) as never, {
    name: 'retryMiddleware',
    tags: ['RETRY'],
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  attach({ middlewareStack, config: { serviceId: 'S3', retryStrategy: STRATEGY } });
  return middlewareStack.resolve(end as never, CONTEXT as never) as Send;
}

/** A call of this stack is throttled `failures` times before it succeeds. */
export function stack(attach: Attach, failures = 0): Send {
  return stackOf(attach, endOf(failures), failures);
}

const CONTEXT = { clientName: 'S3Client', commandName: 'GetObjectCommand' };
/** All that is asked of a strategy before anything is retried: of which generation it is. */
const STRATEGY = { acquireInitialRetryToken() {}, refreshRetryTokenForRetry() {}, recordSuccess() {} };

type Middleware = (next: Send) => Send;

const serialize: Middleware = (next) => (args) => next({ ...args, request: { headers: {} } });

/** As the SDK's own it is an async function, and gives each attempt the same `args`. */
function retrying(retries: number): Middleware {
  return (next) => async (args) => {
    for (let failed = 0; ; failed++) {
      try {
        return await next(args);
      } catch (error) {
        if (failed === retries) throw error;
      }
    }
  };
}

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
