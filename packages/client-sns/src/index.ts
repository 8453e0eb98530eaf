import type { SNSClient } from '@aws-sdk/client-sns';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { snsAdapter } from './adapter.js';

export { snsAdapter };

/**
 * Reports the retries of an SNS client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const sns = observeSNS(new SNSClient({}));
 */
export function observeSNS<Client extends SNSClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, snsAdapter);
}
