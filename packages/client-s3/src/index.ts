import type { S3Client } from '@aws-sdk/client-s3';
import { defaultObserver, type RetryObserver, type ServiceAdapter } from '@needs-retry/core';

/**
 * Reports the retries of an S3 client.
 *
 * @returns the same client
 * @throws TypeError where it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const s3 = observeS3(new S3Client({}));
 */
export function observeS3<Client extends S3Client>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, s3);
}

const s3: ServiceAdapter = {
  service: 's3',

  /** The bucket, or the name of an access point; never the key. */
  properties(input) {
    const { Bucket: bucket } = (input ?? {}) as { Bucket?: unknown };
    // With `bucketEndpoint` it is a URL, which may hold anything.
    if (typeof bucket !== 'string' || bucket.includes('://')) return undefined;
    return { resource: nameOf(bucket) };
  },

  /** Keys of a `DeleteObjects` that S3 answered with 200 and did not delete. */
  partialFailures(_input, output) {
    const { Errors: errors } = (output ?? {}) as { Errors?: unknown };
    if (!Array.isArray(errors)) return [];
    const retryableEntries = errors.filter((error) => PASSING.has(error?.Code)).length;
    const finalEntries = errors.length - retryableEntries;
    return [{ retryableEntries, finalEntries, reasons: {}, resource: undefined }];
  },
};

const PASSING: ReadonlySet<unknown> = new Set(['InternalError', 'ServiceUnavailable', 'SlowDown']);

/** `arn:aws:s3:us-east-1:123456789012:accesspoint/reports` is `reports`: an ARN has an account id in it. */
function nameOf(bucketOrArn: string): string {
  return bucketOrArn.startsWith('arn:') ? bucketOrArn.replace(/^.*[:/]/, '') : bucketOrArn;
}
