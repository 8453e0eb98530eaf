import type { Rule } from '../finding.js';
import { counted, examplesOf, sumOf } from '../words.js';
import { throttledFor, throttledResources, waitedFor } from './throttled-resources.js';

export const hotKey: Rule = {
  name: 'hot-key',
  find(analysis) {
    const hot = throttledFor(/KeyRangeThroughputExceeded/, analysis);
    if (hot.length === 0) return undefined;
    return {
      severity: 'medium',
      title: `${counted(
        sumOf(hot, ({ count }) => count),
        'attempt was',
        'attempts were',
      )} throttled by a hot key, not by a table without capacity.`,
      evidence: throttledResources(hot),
      examples: examplesOf(hot),
      why: 'DynamoDB says that one range of keys is asked for too much. A partition serves at most 3,000 read units and 1,000 write units a second, whatever the table has: more capacity for the table does not help.',
      change:
        'Find the key (CloudWatch Contributor Insights for DynamoDB names it). Spread it: add a suffix to the partition key and write to several, keep what is read often in a cache, and count in batches rather than item by item.',
      cost: { failed: 0, lostMs: waitedFor(hot, analysis) },
    };
  },
};
