import type { SSMClient } from '@aws-sdk/client-ssm';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { ssmAdapter } from './adapter.js';

export { ssmAdapter };

/**
 * Reports the retries of a Systems Manager client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const ssm = observeSSM(new SSMClient({}));
 */
export function observeSSM<Client extends SSMClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, ssmAdapter);
}
