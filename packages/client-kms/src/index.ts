import type { KMSClient } from '@aws-sdk/client-kms';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { kmsAdapter } from './adapter.js';

export { kmsAdapter };

/**
 * Reports the retries of a KMS client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const kms = observeKMS(new KMSClient({}));
 */
export function observeKMS<Client extends KMSClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, kmsAdapter);
}
