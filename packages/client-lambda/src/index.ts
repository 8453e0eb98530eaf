import type { LambdaClient } from '@aws-sdk/client-lambda';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { lambdaAdapter } from './adapter.js';

export { lambdaAdapter };

/**
 * Reports the retries of a Lambda client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const lambda = observeLambda(new LambdaClient({}));
 */
export function observeLambda<Client extends LambdaClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, lambdaAdapter);
}
