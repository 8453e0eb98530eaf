import type { ServiceAdapter } from '@needs-retry/core';
import { arnResource, classifier, joinNames, list, partialFailures, record } from '@needs-retry/core/adapter';

/** What only CloudWatch Logs knows. */
export const cloudWatchLogsAdapter: ServiceAdapter = {
  service: 'cloudwatch-logs',

  /** The log group or groups; never a message, a filter or a query. */
  properties: (input) => ({ resource: groupsOf(input) }),

  classify: classifier(),

  /** Log events that `PutLogEvents` rejected: old ones at the beginning of the batch, new ones at its end. */
  partialFailures(input, output) {
    const { expiredLogEventEndIndex, tooOldLogEventEndIndex, tooNewLogEventStartIndex } = record(
      record(output).rejectedLogEventsInfo,
    );
    const sent = list(record(input).logEvents).length;
    const expired = index(expiredLogEventEndIndex, 0, sent);
    const old = index(tooOldLogEventEndIndex, expired, sent);
    const tooNew = sent - index(tooNewLogEventStartIndex, sent, sent);
    const resource = groupsOf(input);
    return partialFailures([
      { resource, code: 'ExpiredLogEvent', retryable: false, count: expired },
      { resource, code: 'TooOldLogEvent', retryable: false, count: old - expired },
      { resource, code: 'TooNewLogEvent', retryable: false, count: tooNew },
    ]);
  },
};

function groupsOf(input: unknown): string | undefined {
  const { logGroupName, logGroupNames, logGroupIdentifier, logGroupIdentifiers } = record(input);
  const groups = [logGroupName, logGroupIdentifier, ...list(logGroupNames), ...list(logGroupIdentifiers)];
  return joinNames(groups.map((group) => arnResource(group)?.split(':')[1] ?? group));
}

function index(value: unknown, fallback: number, max: number): number {
  return Number.isInteger(value) ? Math.min(Math.max(value as number, 0), max) : fallback;
}
