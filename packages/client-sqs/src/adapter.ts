import type { ServiceAdapter } from '@needs-retry/core';
import {
  classifier,
  list,
  named,
  nameOf,
  partialFailures,
  record,
  undoneEntries,
} from '@needs-retry/core/adapter';

const classify = classifier({ quota: ['OverLimit'] });

/** What only SQS knows. */
export const sqsAdapter: ServiceAdapter = {
  service: 'sqs',

  /** The queue; never a message, a receipt handle or the account id in the queue's URL. */
  properties: (input) => ({ resource: queueOf(input) }),

  classify,

  /** Entries of a batch that were not sent, deleted or changed. */
  partialFailures: (input, output) =>
    partialFailures(undoneEntries(list(record(output).Failed), classify, queueOf(input))),
};

function queueOf(input: unknown): string | undefined {
  const { QueueUrl, QueueName } = record(input);
  // The SDK takes a path without a host, too: it begins with the account id.
  return named(nameOf(QueueUrl ?? QueueName)?.replace(/^.*\//s, ''));
}
