import type { Rule } from '../finding.js';
import { counted, examplesOf, placeOf, shortened, sumOf } from '../words.js';

/** Of other reasons than these the other rules tell. */
const OWN_RULES = new Set<string | undefined>(['quota', 'streaming-body']);

export const gaveUp: Rule = {
  name: 'gave-up',
  find({ facts }) {
    const exhausted = facts.filter(({ kind, reason }) => kind === 'gave-up' && !OWN_RULES.has(reason));
    if (exhausted.length === 0) return undefined;
    const calls = sumOf(exhausted, ({ count }) => count);
    return {
      severity: 'high',
      title: `${counted(calls, 'call')} failed after all attempts.`,
      evidence: shortened(
        exhausted.map((fact) => {
          const attempts = Math.max(0, ...fact.examples.map((example) => example.attempts ?? 0));
          const after = attempts > 0 ? ` after ${counted(attempts, 'attempt')}` : '';
          return `${placeOf(fact)}: ${counted(fact.count, 'call')} given up${after} with ${fact.error ?? 'an error'}`;
        }),
      ),
      examples: examplesOf(exhausted),
      why: 'The error reached the caller although the SDK retries errors of its kind: the service did not recover while the SDK tried.',
      change:
        'Throttling: send less, or buy capacity. Other errors: ask support, with the request ids of the examples. Work that can wait belongs into a queue; for it, a higher `maxAttempts` helps, too.',
      cost: { failed: calls, lostMs: sumOf(exhausted, ({ sum }) => sum) },
    };
  },
};
