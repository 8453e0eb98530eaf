import type { ServiceAdapter } from '@needs-retry/core';
import {
  classifier,
  hasErrorCode,
  list,
  named,
  partialFailures,
  record,
  undoneEntries,
} from '@needs-retry/core/adapter';

// Its text says that the limits of the delivery stream are exceeded.
const classify = classifier({ throttling: ['ServiceUnavailableException'] });

/** What only Firehose knows. */
export const firehoseAdapter: ServiceAdapter = {
  service: 'firehose',

  /** The delivery stream; never a record. */
  properties: (input) => ({ resource: streamOf(input) }),

  classify,

  /** Records that `PutRecordBatch` did not put. */
  partialFailures: (input, output) =>
    partialFailures(
      undoneEntries(list(record(output).RequestResponses).filter(hasErrorCode), classify, streamOf(input)),
    ),
};

const streamOf = (input: unknown): string | undefined => named(record(input).DeliveryStreamName);
