import type { Analysis, ColdRetries } from '@needs-retry/insights';
import type { Rule } from '../finding.js';
import { counted, examplesOf, shortened, spent, sumOf } from '../words.js';

const FEWEST_COLD_STARTS = 3;
/** Of the cold starts, the share with retries from which on it happens at each of them. */
const MOST_OF_THEM = 0.8;

export const coldStartStorm: Rule = {
  name: 'cold-start-storm',
  find({ coldStarts }) {
    const storms = coldStarts.operations.filter((operation) => isStorm(operation, coldStarts));
    if (storms.length === 0) return undefined;
    const lostMs = sumOf(storms, ({ coldWaitedMs }) => coldWaitedMs);
    return {
      severity: 'medium',
      title: `The same retries come back at every cold start, and wait ${spent(lostMs)} in all.`,
      evidence: shortened(
        storms.map(
          (storm) =>
            `${storm.service} ${storm.operation}: retried in ${storm.coldInvocations} of ${counted(coldStarts.cold, 'cold start')} (${counted(storm.coldRetries, 'retry', 'retries')}), and in ${storm.warmInvocations} of ${counted(coldStarts.warm, 'later invocation')}`,
        ),
      ),
      examples: examplesOf(storms),
      why: 'Each new execution environment makes the same calls at once. When many start at the same time, which a burst of traffic or a deployment does, they throttle each other, and the slowest moment of the function becomes slower.',
      change:
        'Read configuration and secrets once, and from a cache: the AWS Parameters and Secrets Lambda extension keeps them. Load one after the other what is loaded at once. Provisioned concurrency spreads the starts.',
      cost: { failed: 0, lostMs },
    };
  },
};

function isStorm({ coldInvocations, warmInvocations }: ColdRetries, { cold, warm }: Analysis['coldStarts']) {
  if (cold < FEWEST_COLD_STARTS || coldInvocations < cold * MOST_OF_THEM) return false;
  // Where later ones are retried as often, it is not the start.
  return warmInvocations / Math.max(1, warm) < coldInvocations / cold / 2;
}
