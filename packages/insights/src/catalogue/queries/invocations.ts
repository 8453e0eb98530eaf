import type { QueryDefinition } from '../definition.js';
import { DELAYS, documents, ENDED, lines, TIMEOUT, UUID, WHEN_EMPTY } from '../fragments.js';

/** What retries do to invocations of functions, and to single calls. */
export const INVOCATIONS: readonly QueryDefinition[] = [
  {
    name: 'slowest-calls',
    answers: 'Which calls lost most time to retries?',
    parameters: ['service', 'operation'],
    forms: {
      emf: {
        text: (settings) => `${documents('Retries > 0 and ispresent(sdkInvocationId)', settings)}
| stats sum(RetryDelay) as waitedMs, sum(Retries) as retries by sdkInvocationId as call, ServiceId as service, OperationName as operation, requestId as invocation
| sort waitedMs desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
  {
    name: 'invocations',
    answers: 'Which invocations of the function had most retries?',
    parameters: ['service', 'operation'],
    forms: {
      line: {
        text: (settings) => `${lines(settings)}
| parse @message /(?<idInText>${UUID})/
| stats sum(retryCount) as retries by coalesce(requestId, idInText) as invocation
| filter ispresent(invocation)
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.requestId,
      },
      emf: {
        text: (settings) => `${documents('Retries > 0 and ispresent(requestId)', settings)}
${DELAYS}
| stats count(delayMs) as retries, sum(delayMs) as waitedMs by requestId as invocation
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.requestId,
      },
    },
  },
  {
    name: 'lost-time',
    answers:
      'What share of its duration did an invocation spend waiting for retries? (Above 100 % where calls wait at the same time.)',
    parameters: [],
    alarmOn: 'max(percent)',
    forms: {
      emf: {
        text: () => `filter Retries > 0 or @type = "REPORT" or type = "platform.report"
${DELAYS}
| fields coalesce(requestId, @requestId, record.requestId) as invocation, coalesce(@duration, record.metrics.durationMs) as tookMs
| stats sum(delayMs) as waitedMs, max(tookMs) as durationMs, floor(sum(delayMs) / max(tookMs) * 1000) / 10 as percent by invocation
| filter waitedMs > 0 and durationMs > 0
| sort percent desc
| limit 20`,
        whenEmpty: `${WHEN_EMPTY.requestId} The log must have the REPORT lines of Lambda, too.`,
      },
    },
  },
  {
    name: 'invocation',
    answers: 'What happened in one invocation, in order?',
    parameters: ['requestId'],
    required: ['requestId'],
    forms: {
      line: {
        text: ({ requestId }) => `filter @message like "${requestId}"
| fields @timestamp, @message
| sort @timestamp asc
| limit 1000`,
        whenEmpty: WHEN_EMPTY.invocation,
      },
      emf: {
        text: ({ requestId }) =>
          `filter (requestId = "${requestId}" or @requestId = "${requestId}" or record.requestId = "${requestId}") and @message not like "needs-retry."
| fields @timestamp as time, coalesce(kind, @type, type, "log") as what, ServiceId as service, OperationName as operation, attempts as attempt, RetryDelay as waitedMs, coalesce(errorName, cause) as error, coalesce(outcome, phase, ok) as ended, if(ispresent(ServiceId), "", @message) as text
| sort @timestamp asc
| limit 1000
| display time, what, service, operation, attempt, waitedMs, error, ended, text`,
        whenEmpty: WHEN_EMPTY.invocation,
      },
    },
  },
  {
    name: 'before-timeout',
    answers: 'Which invocations retried and then timed out?',
    parameters: [],
    alarmOn: 'count(*)',
    forms: {
      line: {
        text: () => `filter @message like /needs-retry\\.|${TIMEOUT}/
| parse @message /count=(?<retryCount>\\d+)/
| parse @message /(?<idInText>${UUID})/
| fields coalesce(requestId, idInText) as invocation, ${ENDED} as ended
| stats sum(retryCount) as retries, max(ended) as timedOut by invocation
| filter timedOut > 0 and retries > 0
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.requestId,
      },
      emf: {
        text: () => `filter Retries > 0 or @message like /${TIMEOUT}/
${DELAYS}
| parse @message /(?<idInText>${UUID})/
| fields coalesce(requestId, idInText) as invocation, ${ENDED} as ended
| stats count(delayMs) as retries, sum(delayMs) as waitedMs, max(ended) as timedOut by invocation
| filter timedOut > 0 and retries > 0
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.requestId,
      },
    },
  },
  {
    name: 'stuck',
    answers: 'In which call was a function stuck when it timed out? (Needs `withRetryReport`.)',
    parameters: [],
    alarmOn: 'sum(calls)',
    forms: {
      emf: {
        text: () => `filter kind = "deadline" or @message like /${TIMEOUT}/
| parse @message /(?<idInText>${UUID})/
| fields coalesce(requestId, idInText) as invocation, ${ENDED} as ended
| stats sortsLast(ServiceId) as service, sortsLast(OperationName) as operation, sortsLast(phase) as stuckIn, max(attempts) as attempt, max(durationMs) as ms, sortsLast(errorName) as lastError, sum(CallsAtDeadline) as calls, max(ended) as timedOut by invocation
| filter timedOut > 0 and calls > 0
| sort ms desc
| limit 20
| display invocation, service, operation, stuckIn, attempt, ms, lastError, calls`,
        whenEmpty: WHEN_EMPTY.deadline,
      },
    },
  },
  {
    name: 'cold-and-warm',
    answers: 'Do first invocations retry more than later ones? (Needs the summary of `withRetryReport`.)',
    parameters: ['service', 'operation'],
    alarmOn: 'max(retriesPerCall)',
    forms: {
      emf: {
        text: (settings) => `${documents('kind = "summary" and ispresent(coldStart)', settings)}
| stats sum(Calls) as calls, sum(retries) as totalRetries, sum(retries) / sum(Calls) as retriesPerCall by coldStart
| sort coldStart asc`,
        whenEmpty: WHEN_EMPTY.summary,
      },
    },
  },
];
