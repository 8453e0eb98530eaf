import type { QueryDefinition } from '../definition.js';
import { documents, WHEN_EMPTY } from '../fragments.js';

/** What fails, and what it fails for. */
export const FAILURES: readonly QueryDefinition[] = [
  {
    name: 'throttling',
    answers: 'Which tables, indexes or buckets throttle, and for what reason?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('Throttles > 0', settings)}
| stats sum(Throttles) as throttled by ServiceId as service, coalesce(throttlingResource, resource, "(unknown)") as target, coalesce(throttlingReason, errorName, "(unknown)") as reason
| sort throttled desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.failures,
      },
    },
  },
  {
    name: 'conflicts',
    answers: 'Where do attempts fail because another one changed the same thing at the same time?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) =>
          `${documents('errorClass = "contention" and (kind = "attempt" or burstOf = "attempt")', settings)}
| stats sum(coalesce(documents, 1)) as conflicts, sum(Retries) as retries by ServiceId as service, OperationName as operation, coalesce(resource, "(unknown)") as target
| sort conflicts desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.adapter,
      },
    },
  },
  {
    name: 'gave-up',
    answers: 'Which calls did the SDK give up, with which error, and why did it stop retrying?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('RetriesExhausted > 0', settings)}
| stats sum(RetriesExhausted) as calls, max(attempts) as mostAttempts by ServiceId as service, OperationName as operation, coalesce(errorName, "(unknown)") as error, coalesce(gaveUpBecause, "(unknown)") as because
| sort calls desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.failures,
      },
    },
  },
  {
    name: 'partial-failures',
    answers: 'Where did a call succeed but leave entries undone: to be sent again, or never to succeed?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('ispresent(RetryableEntries)', settings)}
| stats sum(RetryableEntries) as retryable, sum(finalEntries) as final by ServiceId as service, OperationName as operation, coalesce(resource, "(unknown)") as target, coalesce(reason, "(unknown)") as because
| sort retryable desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.adapter,
      },
    },
  },
  {
    name: 'stream-errors',
    answers: 'Which answers broke off with an error while they were being read?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('StreamErrors > 0', settings)}
| stats sum(StreamErrors) as streams, sum(Throttles) as throttled by ServiceId as service, OperationName as operation, coalesce(resource, "(unknown)") as target, coalesce(errorName, "(unknown)") as error
| sort streams desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.adapter,
      },
    },
  },
];
