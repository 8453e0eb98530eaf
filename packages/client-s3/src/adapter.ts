import type { ServiceAdapter } from '@needs-retry/core';
import {
  arnResource,
  classifier,
  list,
  named,
  nameOf,
  partialFailures,
  record,
  undoneEntries,
} from '@needs-retry/core/adapter';

const classify = classifier({ contention: ['ConditionalRequestConflict', 'OperationAborted'] });

/** What only S3 knows. */
export const s3Adapter: ServiceAdapter = {
  service: 's3',

  /** The bucket, or the name of an access point; never the key. */
  properties: (input) => ({ resource: bucketOf(input) }),

  /** A throttled HEAD has no body, hence no code: only the reason in its status line tells. */
  classify(error) {
    const { reason } = record(record(error).$response);
    return reason === 'Slow Down' ? 'throttling' : classify(error);
  },

  /** Keys that `DeleteObjects` did not delete. */
  partialFailures: (input, output) =>
    partialFailures(undoneEntries(list(record(output).Errors), classify, bucketOf(input))),
};

function bucketOf(input: unknown): string | undefined {
  const { Bucket: bucket } = record(input);
  // With `bucketEndpoint` it is a URL, which may hold anything; and what follows a slash is no bucket's name.
  if (typeof bucket !== 'string' || bucket.includes('://')) return undefined;
  return arnResource(bucket) === undefined ? named(bucket.replace(/\/.*/s, '')) : nameOf(bucket);
}
