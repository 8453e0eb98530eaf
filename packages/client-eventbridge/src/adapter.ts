import type { ServiceAdapter } from '@needs-retry/core';
import {
  classifier,
  hasErrorCode,
  joinNames,
  list,
  nameOf,
  partialFailures,
  record,
  undoneEntries,
} from '@needs-retry/core/adapter';

const classify = classifier({ quota: ['LimitExceededException'] });

/** What only EventBridge knows. */
export const eventBridgeAdapter: ServiceAdapter = {
  service: 'eventbridge',

  /** The event bus, or the buses of the events; never an event, its source or its type. */
  properties(input) {
    const { EventBusName, Entries } = record(input);
    return { resource: nameOf(EventBusName) ?? joinNames(list(Entries).map(busOf)) };
  },

  classify,

  /** Events that were not put on their bus, and targets that were not added to a rule or removed from it. */
  partialFailures(input, output) {
    const entries = list(record(input).Entries);
    const { Entries, FailedEntries } = record(output);
    return partialFailures([
      ...list(Entries).flatMap((entry, i) =>
        hasErrorCode(entry) ? undoneEntries([entry], classify, busOf(entries[i])) : [],
      ),
      ...undoneEntries(list(FailedEntries), classify, busOf(input)),
    ]);
  },
};

const busOf = (entry: unknown): string | undefined => nameOf(record(entry).EventBusName);
