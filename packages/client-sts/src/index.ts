import type { STSClient } from '@aws-sdk/client-sts';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { stsAdapter } from './adapter.js';

export { stsAdapter };

/**
 * Reports the retries of an STS client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const sts = observeSTS(new STSClient({}));
 */
export function observeSTS<Client extends STSClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, stsAdapter);
}
