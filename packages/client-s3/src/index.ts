import type { S3Client } from '@aws-sdk/client-s3';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { s3Adapter } from './adapter.js';

export { s3Adapter };

/**
 * Reports the retries of an S3 client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const s3 = observeS3(new S3Client({}));
 */
export function observeS3<Client extends S3Client>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, s3Adapter);
}
