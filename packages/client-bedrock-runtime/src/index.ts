import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { bedrockRuntimeAdapter } from './adapter.js';

export { bedrockRuntimeAdapter };

/**
 * Reports the retries of a Bedrock Runtime client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const bedrockRuntime = observeBedrockRuntime(new BedrockRuntimeClient({}));
 */
export function observeBedrockRuntime<Client extends BedrockRuntimeClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, bedrockRuntimeAdapter);
}
