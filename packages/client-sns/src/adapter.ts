import type { ServiceAdapter } from '@needs-retry/core';
import {
  arnResource,
  classifier,
  list,
  named,
  partialFailures,
  record,
  undoneEntries,
} from '@needs-retry/core/adapter';

const classify = classifier();

/** What only SNS knows. */
export const snsAdapter: ServiceAdapter = {
  service: 'sns',

  /** The topic; never a message, a phone number or an endpoint. */
  properties: (input) => ({ resource: topicOf(input) }),

  classify,

  /** Messages that `PublishBatch` did not publish. */
  partialFailures: (input, output) =>
    partialFailures(undoneEntries(list(record(output).Failed), classify, topicOf(input))),
};

function topicOf(input: unknown): string | undefined {
  const { TopicArn, TargetArn, SubscriptionArn } = record(input);
  const [topic] = arnResource(TopicArn ?? TargetArn ?? SubscriptionArn)?.split(':') ?? [];
  // An endpoint's name has slashes, a topic's has none.
  return topic?.includes('/') ? undefined : named(topic);
}
