import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { kinesisAdapter } from './adapter.js';

export { kinesisAdapter };

/**
 * Reports the retries of a Kinesis client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const kinesis = observeKinesis(new KinesisClient({}));
 */
export function observeKinesis<Client extends KinesisClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, kinesisAdapter);
}
