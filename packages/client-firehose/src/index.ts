import type { FirehoseClient } from '@aws-sdk/client-firehose';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { firehoseAdapter } from './adapter.js';

export { firehoseAdapter };

/**
 * Reports the retries of a Firehose client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const firehose = observeFirehose(new FirehoseClient({}));
 */
export function observeFirehose<Client extends FirehoseClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, firehoseAdapter);
}
