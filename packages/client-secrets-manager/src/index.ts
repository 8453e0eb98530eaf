import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { secretsManagerAdapter } from './adapter.js';

export { secretsManagerAdapter };

/**
 * Reports the retries of a Secrets Manager client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const secretsManager = observeSecretsManager(new SecretsManagerClient({}));
 */
export function observeSecretsManager<Client extends SecretsManagerClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, secretsManagerAdapter);
}
