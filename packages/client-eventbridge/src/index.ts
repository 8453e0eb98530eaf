import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { eventBridgeAdapter } from './adapter.js';

export { eventBridgeAdapter };

/**
 * Reports the retries of an EventBridge client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const eventBridge = observeEventBridge(new EventBridgeClient({}));
 */
export function observeEventBridge<Client extends EventBridgeClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, eventBridgeAdapter);
}
