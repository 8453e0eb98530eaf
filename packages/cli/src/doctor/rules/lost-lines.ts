import type { Rule } from '../finding.js';
import { counted, shortened, sumOf } from '../words.js';

export const lostLines: Rule = {
  name: 'lost-lines',
  find({ losses }) {
    const lossy = losses.filter((loss) => loss.lostLines > 0);
    if (lossy.length === 0) return undefined;
    return {
      severity: 'low',
      title: `${counted(
        sumOf(lossy, (loss) => loss.lostLines),
        'line',
      )} of needs-retry did not get out: the counts are too low.`,
      evidence: shortened(
        lossy.map(({ functionName, lostLines: lost }) => `${functionName}: ${counted(lost, 'line')} lost`),
      ),
      examples: [],
      why: 'Whoever reads the output of the process stood still for longer than needs-retry waits, and what it then keeps in memory was full. What is lost is not in any sum.',
      change:
        'Write less in a storm: `emfSink({ burst: 20 })` sums documents up. Or wait longer and keep more: `maxWaitMs` and `backlogBytes` of both sinks.',
      cost: { failed: 0, lostMs: 0 },
    };
  },
};
