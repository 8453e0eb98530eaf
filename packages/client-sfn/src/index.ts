import type { SFNClient } from '@aws-sdk/client-sfn';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { sfnAdapter } from './adapter.js';

export { sfnAdapter };

/**
 * Reports the retries of a Step Functions client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const sfn = observeSFN(new SFNClient({}));
 */
export function observeSFN<Client extends SFNClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, sfnAdapter);
}
