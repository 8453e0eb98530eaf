import type { Rule } from '../finding.js';
import { counted, examplesOf, placeOf, shortened, spent, sumOf } from '../words.js';

export const futileRetries: Rule = {
  name: 'futile-retries',
  find({ facts }) {
    const futile = facts
      .filter(({ kind, errorClass }) => kind === 'retry' && isFutile(errorClass))
      .sort((a, b) => b.count - a.count);
    if (futile.length === 0) return undefined;
    const waitedMs = sumOf(futile, ({ sum }) => sum);
    return {
      severity: 'medium',
      title: `${counted(
        sumOf(futile, ({ count }) => count),
        'retry',
        'retries',
      )} could not help, and waited ${spent(waitedMs)}.`,
      evidence: shortened(
        futile.map(
          (fact) =>
            `${placeOf(fact)}: ${counted(fact.count, 'retry', 'retries')} after ${fact.error ?? 'an error'} (${fact.errorClass}), ${spent(fact.sum)} of waiting`,
        ),
      ),
      examples: examplesOf(futile),
      why: 'A quota that is used up, or a setting that is wrong, is the same a second later. The SDK retries such errors because it takes them for throttling or for a failing server, and the caller waits for nothing.',
      change:
        'Quota: ask for a higher one, or spread the work over a longer time. Misconfiguration: repair what the error names, such as the KMS key or the subnets of the function. For calls where the error is expected, set `maxAttempts: 1`.',
      cost: { failed: 0, lostMs: waitedMs },
    };
  },
};

function isFutile(errorClass: string | undefined): boolean {
  return errorClass === 'quota' || errorClass === 'misconfiguration';
}
