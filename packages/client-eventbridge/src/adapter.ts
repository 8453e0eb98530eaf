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
    return { resource: busOf(input) ?? joinNames(busesOf(input)) };
  },

  classify,

  /** Events that were not put on their bus, and targets that were not added to a rule or removed from it. */
  partialFailures(input, output) {
    const buses = busesOf(input);
    const { Entries, FailedEntries } = record(output);
    return partialFailures([
      ...list(Entries).flatMap((entry, i) =>
        hasErrorCode(entry) ? undoneEntries([entry], classify, buses[i]) : [],
      ),
      ...undoneEntries(list(FailedEntries), classify, busOf(input)),
    ]);
  },
};

/** The bus of each event. One without a bus goes to the default bus; where none has one they may be a partner's. */
function busesOf(input: unknown): readonly (string | undefined)[] {
  const buses = list(record(input).Entries).map(busOf);
  return buses.some((bus) => bus !== undefined) ? buses.map((bus) => bus ?? 'default') : buses;
}

const busOf = (value: unknown): string | undefined => nameOf(record(value).EventBusName);
