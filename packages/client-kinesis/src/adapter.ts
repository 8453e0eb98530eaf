import type { ServiceAdapter } from '@needs-retry/core';
import {
  arnResource,
  classifier,
  hasErrorCode,
  list,
  named,
  partialFailures,
  record,
  undoneEntries,
  watchStream,
} from '@needs-retry/core/adapter';

const classify = classifier();

/** What only Kinesis Data Streams knows. */
export const kinesisAdapter: ServiceAdapter = {
  service: 'kinesis',

  /** The stream; never a record or its partition key. */
  properties: (input) => ({ resource: streamOf(input) }),

  /** `LimitExceededException` is a rate everywhere but in `CreateStream`, where it is the number of streams. */
  classify: (error, operation) =>
    operation === 'CreateStream' && record(error).name === 'LimitExceededException'
      ? 'quota'
      : classify(error),

  /** Records that `PutRecords` did not put. Their `ErrorMessage` holds the account id, and is not read. */
  partialFailures: (input, output) =>
    partialFailures(
      undoneEntries(list(record(output).Records).filter(hasErrorCode), classify, streamOf(input)),
    ),

  /** Of `SubscribeToShard`. */
  watchStream: (output, onError) => watchStream(record(output).EventStream, onError),
};

/** `orders` of a name, of `stream/orders` and of `stream/orders/consumer/<name>:<time>`. */
function streamOf(input: unknown): string | undefined {
  const { StreamName, StreamARN, ConsumerARN } = record(input);
  return named(StreamName ?? arnResource(StreamARN ?? ConsumerARN)?.split('/')[1]);
}
