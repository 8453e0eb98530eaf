import type { QueryDefinition } from '../definition.js';
import { DELAYS, documents, lines, WHEN_EMPTY } from '../fragments.js';

/** How many retries there are, of what, when, and how long they take. */
export const RETRIES: readonly QueryDefinition[] = [
  {
    name: 'retries-by-operation',
    answers: 'Which operations are retried most, and how many of their attempts were throttled?',
    parameters: ['service', 'operation'],
    forms: {
      line: {
        text: (settings) => `${lines(settings)}
| stats sum(retryCount) as retries by retryService as service, retryOperation as operation
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.lines,
      },
      emf: {
        text: (settings) => `${documents('Retries > 0 or Throttles > 0', settings)}
| stats sum(Retries) as retries, sum(Throttles) as throttled by ServiceId as service, OperationName as operation
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
  {
    name: 'retries-by-cause',
    answers: 'After which errors are calls retried: throttling, timeouts, 5xx, connections that were reset?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('Retries > 0', settings)}
| stats sum(Retries) as retries by ServiceId as service, coalesce(cause, "(unknown)") as error, coalesce(causeType, "(unknown)") as type, coalesce(causeStatusCode, "-") as status
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
  {
    name: 'retries-over-time',
    answers: 'How many retries were there, and when?',
    parameters: ['service', 'operation', 'bin'],
    overTime: true,
    forms: {
      line: {
        text: (settings) => `${lines(settings)}
| stats sum(retryCount) as retries by bin(${settings.bin}) as time
| sort time asc`,
        whenEmpty: WHEN_EMPTY.lines,
      },
      emf: {
        text: (settings) => `${documents('Retries > 0', settings)}
| stats sum(Retries) as retries by bin(${settings.bin}) as time
| sort time asc`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
  {
    name: 'retry-delays',
    answers: 'How long do operations wait before a retry: p50, p99 and the longest?',
    parameters: ['service', 'operation'],
    alarmOn: 'max(p99)',
    forms: {
      emf: {
        text: (settings) => `${documents('Retries > 0', settings)}
${DELAYS}
| stats count(delayMs) as retries, pct(delayMs, 50) as p50, pct(delayMs, 99) as p99, max(delayMs) as longest by ServiceId as service, OperationName as operation
| sort p99 desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
  {
    name: 'futile-retries',
    answers: 'Which retries cannot help, because a quota or a setting is what refuses the call?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('futile = "yes"', settings)}
| stats sum(Retries) as retries by ServiceId as service, OperationName as operation, coalesce(cause, "(unknown)") as error, coalesce(causeClass, "(unknown)") as class
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.adapter,
      },
    },
  },
  {
    name: 'retry-rate',
    answers: 'Of how many calls to each service is one retried? (Needs the summary of `withRetryReport`.)',
    parameters: ['service', 'operation'],
    alarmOn: 'max(retriesPerCall)',
    forms: {
      emf: {
        text: (settings) => `${documents('kind = "summary"', settings)}
| stats sum(Calls) as calls, sum(retries) as totalRetries, sum(retries) / sum(Calls) as retriesPerCall by ServiceId as service
| sort retriesPerCall desc`,
        whenEmpty: WHEN_EMPTY.summary,
      },
    },
  },
  {
    name: 'before-and-after',
    answers: 'Did retries change on a certain day, such as the one on which the SDK got new retry defaults?',
    parameters: ['service', 'operation', 'date'],
    forms: {
      line: {
        text: (settings) => `${lines(settings)}
| stats sum(retryCount) as retries by retryService as service, if(toMillis(@timestamp) < ${settings.date}, "before", "after") as period
| sort service asc, period desc`,
        whenEmpty: WHEN_EMPTY.lines,
      },
      emf: {
        text: (settings) => `${documents('Retries > 0', settings)}
${DELAYS}
| stats count(delayMs) as retries, avg(delayMs) as meanDelayMs, max(attempts) as mostAttempts by ServiceId as service, if(toMillis(@timestamp) < ${settings.date}, "before", "after") as period
| sort service asc, period desc`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
];
