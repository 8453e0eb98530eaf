import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { cloudWatchLogsAdapter } from './adapter.js';

export { cloudWatchLogsAdapter };

/**
 * Reports the retries of a CloudWatch Logs client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const cloudWatchLogs = observeCloudWatchLogs(new CloudWatchLogsClient({}));
 */
export function observeCloudWatchLogs<Client extends CloudWatchLogsClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, cloudWatchLogsAdapter);
}
