import type { Rule } from '../finding.js';
import { counted, examplesOf, placeOf, shortened, sumOf } from '../words.js';

export const streamingBody: Rule = {
  name: 'streaming-body',
  find({ facts }) {
    const streamed = facts.filter(({ kind, reason }) => kind === 'gave-up' && reason === 'streaming-body');
    if (streamed.length === 0) return undefined;
    const calls = sumOf(streamed, ({ count }) => count);
    return {
      severity: 'high',
      title: `${counted(calls, 'call was', 'calls were')} given up at the first error because the body is a stream.`,
      evidence: shortened(
        streamed.map(
          (fact) =>
            `${placeOf(fact)}: ${counted(fact.count, 'call')} failed with ${fact.error ?? 'an error'}`,
        ),
      ),
      examples: examplesOf(streamed),
      why: 'What has been read from a stream cannot be read again, so the SDK does not retry such a call, however short the error was.',
      change:
        'Pass a `Buffer` or a string where the body is small. Upload large ones with `Upload` of `@aws-sdk/lib-storage`: it sends parts that it keeps in memory, and the SDK retries each part.',
      cost: { failed: calls, lostMs: sumOf(streamed, ({ sum }) => sum) },
    };
  },
};
