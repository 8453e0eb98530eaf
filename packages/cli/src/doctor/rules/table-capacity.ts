import type { Rule } from '../finding.js';
import { counted, examplesOf, sumOf } from '../words.js';
import { throttledFor, throttledResources, waitedFor } from './throttled-resources.js';

const REASONS = /(?:ProvisionedThroughput|AccountLimit|MaxOnDemandThroughput)Exceeded/;

export const tableCapacity: Rule = {
  name: 'table-capacity',
  find(analysis) {
    const full = throttledFor(REASONS, analysis);
    if (full.length === 0) return undefined;
    return {
      severity: 'medium',
      title: `${counted(
        sumOf(full, ({ count }) => count),
        'attempt was',
        'attempts were',
      )} throttled because a table or an index has no capacity left.`,
      evidence: throttledResources(full),
      examples: examplesOf(full),
      why: 'The table or the index as a whole is asked for more than it may serve, whichever keys are asked for. An index that is full also holds up the writes to its table.',
      change:
        '`ProvisionedThroughputExceeded`: raise the capacity, let it scale, or switch to on-demand. `MaxOnDemandThroughputExceeded`: raise the maximum that was set. `AccountLimitExceeded`: ask for a higher quota of the account.',
      cost: { failed: 0, lostMs: waitedFor(full, analysis) },
    };
  },
};
