import type { ParameterName, Settings } from './parameters.js';

/** Which kind of output of ours a query reads: the plain lines, or the EMF documents. */
export type QueryForm = 'line' | 'emf';

export type QueryDefinition = {
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly answers: string;
  readonly parameters: readonly ParameterName[];
  /** Whether its rows are points in time, to be drawn as bars. */
  readonly overTime?: true;
  readonly forms: { readonly [form in QueryForm]?: (settings: Settings) => string };
};

/** Every form of a query, in the order in which the command lists them. */
export const DEFINITIONS: readonly QueryDefinition[] = [
  {
    name: 'retries-by-operation',
    answers: 'Which operations are retried most, and how many of their attempts were throttled?',
    parameters: ['service', 'operation'],
    forms: {
      line: (settings) => `${lines(settings)}
| stats sum(n) as retries by service, operation
| sort retries desc
| limit 20`,
      emf: (settings) => `filter kind = "attempt"${only(settings)}
| stats sum(Retries) as retries, sum(Throttles) as throttled by ServiceId as service, OperationName as operation
| sort retries desc
| limit 20`,
    },
  },
  {
    name: 'retries-over-time',
    answers: 'How many retries were there, and when?',
    parameters: ['service', 'operation', 'bin'],
    overTime: true,
    forms: {
      line: (settings) => `${lines(settings)}
| stats sum(n) as retries by bin(${settings.bin}) as time
| sort time asc`,
      emf: (settings) => `filter Retries > 0${only(settings)}
| stats sum(Retries) as retries by bin(${settings.bin}) as time
| sort time asc`,
    },
  },
  {
    name: 'retry-rate',
    answers: 'Of how many calls to each service is one retried? (Needs the summary of `withRetryReport`.)',
    parameters: ['service', 'operation'],
    forms: {
      emf: (settings) => `filter kind = "summary"${only(settings)}
| stats sum(Calls) as calls, sum(retries) as totalRetries, sum(retries) / sum(Calls) as retriesPerCall by ServiceId as service
| sort retriesPerCall desc`,
    },
  },
  {
    name: 'throttling',
    answers: 'Which tables, indexes or buckets throttle, and for what reason?',
    parameters: ['service', 'operation'],
    forms: {
      emf: (settings) => `filter Throttles > 0${only(settings)}
| stats sum(Throttles) as throttled by ServiceId as service, coalesce(throttlingResource, resource, "(unknown)") as target, coalesce(throttlingReason, errorName, "(unknown)") as reason
| sort throttled desc
| limit 20`,
    },
  },
  {
    name: 'slowest-calls',
    answers: 'Which calls lost most time to retries?',
    parameters: ['service', 'operation'],
    forms: {
      emf: (settings) => `filter Retries > 0${only(settings)}
| stats sum(RetryDelay) as waitedMs, sum(Retries) as retries by sdkInvocationId as call, ServiceId as service, OperationName as operation, requestId as invocation
| sort waitedMs desc
| limit 20`,
    },
  },
  {
    name: 'invocations',
    answers: 'Which invocations of the function had most retries?',
    parameters: ['service', 'operation'],
    forms: {
      line: (settings) => `${lines(settings)}
| parse @message /(?<idInText>${UUID})/
| stats sum(n) as retries by coalesce(requestId, idInText) as invocation
| filter ispresent(invocation)
| sort retries desc
| limit 20`,
      emf: (settings) => `filter Retries > 0${only(settings)}
| stats sum(Retries) as retries, sum(RetryDelay) as waitedMs by requestId as invocation
| sort retries desc
| limit 20`,
    },
  },
  {
    name: 'before-timeout',
    answers: 'Which invocations retried and then timed out?',
    parameters: [],
    forms: {
      line: () => `filter @message like /needs-retry\\.|${TIMEOUT}/
| parse @message /count=(?<n>\\d+)/
| parse @message /(?<idInText>${UUID})/
| fields coalesce(requestId, idInText) as invocation, ${ENDED} as ended
| stats sum(n) as retries, max(ended) as timedOut by invocation
| filter timedOut > 0 and retries > 0
| sort retries desc
| limit 20`,
      emf: () => `filter Retries > 0 or @message like /${TIMEOUT}/
| parse @message /(?<idInText>${UUID})/
| fields coalesce(requestId, idInText) as invocation, ${ENDED} as ended
| stats sum(Retries) as retries, sum(RetryDelay) as waitedMs, max(ended) as timedOut by invocation
| filter timedOut > 0 and retries > 0
| sort retries desc
| limit 20`,
    },
  },
  {
    name: 'stuck',
    answers: 'In which call was a function stuck when it timed out? (Needs `withRetryReport`.)',
    parameters: [],
    forms: {
      emf: () => `filter kind = "deadline" or @message like /${TIMEOUT}/
| parse @message /(?<idInText>${UUID})/
| fields coalesce(requestId, idInText) as invocation, ${ENDED} as ended
| stats sortsLast(ServiceId) as service, sortsLast(OperationName) as operation, sortsLast(phase) as stuckIn, max(attempts) as attempt, max(durationMs) as ms, sortsLast(errorName) as lastError, sum(CallsAtDeadline) as calls, max(ended) as timedOut by invocation
| filter timedOut > 0 and calls > 0
| sort ms desc
| limit 20
| display invocation, service, operation, stuckIn, attempt, ms, lastError, calls`,
    },
  },
  {
    name: 'gave-up',
    answers: 'Which calls did the SDK give up, with which error, and why did it stop retrying?',
    parameters: ['service', 'operation'],
    forms: {
      emf: (settings) => `filter kind = "gave-up"${only(settings)}
| stats sum(RetriesExhausted) as calls, max(attempts) as mostAttempts by ServiceId as service, OperationName as operation, coalesce(errorName, "(unknown)") as error, coalesce(gaveUpBecause, "(unknown)") as because
| sort calls desc
| limit 20`,
    },
  },
  {
    name: 'hidden-retries',
    answers: 'Where did a call succeed but leave items over that have to be sent again?',
    parameters: ['service', 'operation'],
    forms: {
      emf: (settings) => `filter hiddenRetries > 0${only(settings)}
| stats sum(hiddenRetries) as leftOver, count(*) as calls by ServiceId as service, OperationName as operation, coalesce(resource, "(unknown)") as target
| sort leftOver desc
| limit 20`,
    },
  },
  {
    name: 'cold-and-warm',
    answers: 'Do first invocations retry more than later ones? (Needs the summary of `withRetryReport`.)',
    parameters: ['service', 'operation'],
    forms: {
      emf: (settings) => `filter kind = "summary" and ispresent(coldStart)${only(settings)}
| stats sum(Calls) as calls, sum(retries) as totalRetries, sum(retries) / sum(Calls) as retriesPerCall by coldStart
| sort coldStart asc`,
    },
  },
  {
    name: 'before-and-after',
    answers: 'Did retries change on a certain day, such as the one on which the SDK got new retry defaults?',
    parameters: ['service', 'operation', 'date'],
    forms: {
      line: (settings) => `${lines(settings)}
| stats sum(n) as retries by service, if(toMillis(@timestamp) < ${settings.date}, "before", "after") as period
| sort service asc, period desc`,
      emf: (settings) => `filter Retries > 0${only(settings)}
| stats sum(Retries) as retries, avg(RetryDelay) as meanDelayMs, max(attempts) as mostAttempts by ServiceId as service, if(toMillis(@timestamp) < ${settings.date}, "before", "after") as period
| sort service asc, period desc`,
    },
  },
];

const UUID = '[0-9a-f]{8}-[0-9a-f-]{27}';
/** Lambda's two ways to say it in text, and the one in JSON. */
const TIMEOUT = 'Task timed out|Status: timeout|"status":"timeout"';
const ENDED =
  'strcontains(@message, "Task timed out") + strcontains(@message, "Status: timeout") + strcontains(@message, "\\"status\\":\\"timeout\\"")';

/** The plain lines, also where they stand in JSON or behind a prefix. */
function lines({ service, operation }: Settings): string {
  const narrowed = [service && `service = "${service}"`, operation && `operation = "${operation}"`].filter(
    Boolean,
  );
  return [
    'filter @message like "needs-retry."',
    '| parse @message /needs-retry\\.(?<service>[A-Za-z0-9_-]+)\\.(?<operation>[A-Za-z0-9_-]+)\\|increment\\|count=(?<n>\\d+)/',
    `| filter ${['ispresent(n)', ...narrowed].join(' and ')}`,
  ].join('\n');
}

function only({ service, operation }: Settings): string {
  return `${service ? ` and ServiceId = "${service}"` : ''}${operation ? ` and OperationName = "${operation}"` : ''}`;
}
