import type { Fact } from '@needs-retry/insights';
import type { Rule } from '../finding.js';
import { counted, examplesOf, placeOf, shortened, sumOf } from '../words.js';

export const partialFailures: Rule = {
  name: 'partial-failures',
  find({ facts }) {
    const partial = facts
      .filter(({ kind }) => kind === 'partial-failure')
      .sort((a, b) => b.count + b.sum - a.count - a.sum);
    if (partial.length === 0) return undefined;
    const retryable = sumOf(partial, ({ count }) => count);
    const final = sumOf(partial, ({ sum }) => sum);
    return {
      severity: 'high',
      title: `${counted(retryable + final, 'entry was', 'entries were')} left undone by calls that succeeded.`,
      evidence: shortened(
        partial.map(
          (fact) =>
            `${placeOf(fact)}: ${entriesOf(fact)}${fact.reason === undefined ? '' : ` (${fact.reason})`}`,
        ),
      ),
      examples: examplesOf(partial),
      why: 'The SDK does not retry single entries: the call returns without an error, and entries that nobody sends again are lost. Whether they were sent again cannot be seen in a log.',
      change:
        'Look at `UnprocessedItems`, `Failed`, `FailedEntryCount` or `FailedRecordCount` of each answer, and send what is worth it again, with a growing wait between. Report those that can never succeed.',
      cost: { failed: retryable + final, lostMs: 0 },
    };
  },
};

function entriesOf({ count, sum }: Fact): string {
  const retryable = `${counted(count, 'entry', 'entries')} worth sending again`;
  return sum === 0 ? retryable : `${retryable}, ${counted(sum, 'entry', 'entries')} that can never succeed`;
}
