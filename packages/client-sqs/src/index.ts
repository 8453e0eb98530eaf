import type { SQSClient } from '@aws-sdk/client-sqs';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { sqsAdapter } from './adapter.js';

export { sqsAdapter };

/**
 * Reports the retries of an SQS client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const sqs = observeSQS(new SQSClient({}));
 */
export function observeSQS<Client extends SQSClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, sqsAdapter);
}
