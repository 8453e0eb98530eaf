import type { Fact } from '@needs-retry/insights';
import type { Rule } from '../finding.js';
import { counted, examplesOf, listed, shortened, sumOf } from '../words.js';

export const retryQuota: Rule = {
  name: 'retry-quota',
  find({ facts }) {
    const refused = facts.filter(({ kind, reason }) => kind === 'gave-up' && reason === 'quota');
    if (refused.length === 0) return undefined;
    const calls = sumOf(refused, ({ count }) => count);
    return {
      severity: 'high',
      title: `${counted(calls, 'call was', 'calls were')} given up because the retry quota of the client was empty.`,
      evidence: shortened(servicesOf(refused)),
      examples: examplesOf(refused),
      why: 'All calls of a client share one quota of 500 for retries; a retry costs 14, after throttling 5, and only calls that succeed give it back. Once one operation has used it up, calls of all others fail at their first error, too.',
      change:
        'Repair what fails in the first place. Send fewer calls at once. Give the operation that fails a client of its own, so that it cannot use up the quota of the others.',
      cost: { failed: calls, lostMs: sumOf(refused, ({ sum }) => sum) },
    };
  },
};

function servicesOf(facts: readonly Fact[]): string[] {
  const services = [...new Set(facts.map(({ service }) => service))];
  return services.map((name) => {
    const own = facts.filter(({ service }) => service === name);
    const calls = counted(
      sumOf(own, ({ count }) => count),
      'call',
    );
    const operations = listed(own.map(({ operation }) => operation));
    const errors = listed(own.map(({ error = 'an error' }) => error));
    return `${name}: ${calls} of ${operations} given up after ${errors}`;
  });
}
