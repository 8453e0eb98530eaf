import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { schedulerAdapter } from './adapter.js';

export { schedulerAdapter };

/**
 * Reports the retries of a Scheduler client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const scheduler = observeScheduler(new SchedulerClient({}));
 */
export function observeScheduler<Client extends SchedulerClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, schedulerAdapter);
}
