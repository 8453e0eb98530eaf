import type { QueryDefinition } from '../definition.js';
import { documents, lines, WHEN_EMPTY } from '../fragments.js';

/** Functions beside each other, and whether what they say of themselves is complete. */
export const FUNCTIONS: readonly QueryDefinition[] = [
  {
    name: 'by-function',
    answers: 'Which functions retry most, over all the log groups that were asked about?',
    parameters: ['service', 'operation'],
    forms: {
      line: {
        text: (settings) => `${lines(settings)}
| stats sum(retryCount) as retries by coalesce(@log, "(unknown)") as function
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.lines,
      },
      emf: {
        text: (settings) => `${documents('Retries > 0 or Throttles > 0 or RetriesExhausted > 0', settings)}
| stats sum(Retries) as retries, sum(Throttles) as throttled, sum(RetriesExhausted) as gaveUp by coalesce(functionName, @log, "(unknown)") as function
| sort retries desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.documents,
      },
    },
  },
  {
    name: 'health',
    answers: 'Did needs-retry itself lose lines, or cut documents that were too long?',
    parameters: [],
    alarmOn: 'sum(lost)',
    forms: {
      emf: {
        text: () => `filter lostLines > 0 or truncated = "yes"
| stats sum(lostLines) as lost, count(truncated) as cut by coalesce(functionName, @log, "(unknown)") as function
| sort lost desc, cut desc
| limit 20`,
        whenEmpty: WHEN_EMPTY.healthy,
      },
    },
  },
];
