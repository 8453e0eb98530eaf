import type { Rule } from '../finding.js';
import { counted, listed, shortened, spent, sumOf } from '../words.js';

const FEWEST_RESOURCES = 2;

export const adaptiveMode: Rule = {
  name: 'adaptive-mode',
  find({ adaptive }) {
    const mixed = adaptive.filter(
      ({ resources, throttles }) => resources.length >= FEWEST_RESOURCES && throttles > 0,
    );
    if (mixed.length === 0) return undefined;
    return {
      severity: 'medium',
      title: 'Clients in the retry mode `adaptive` share one rate limit between several resources.',
      evidence: shortened(
        mixed.map(
          ({ service, resources, throttles, waitedMs }) =>
            `${service}: one client for ${listed(resources)}; ${counted(throttles, 'attempt')} throttled, ${spent(waitedMs)} of waiting`,
        ),
      ),
      examples: [],
      why: 'In this mode the client measures how fast it may send, for all of its calls together. When one table or queue throttles, calls to all the others wait, too, although they could be served. Waits before a first attempt are in no count.',
      change: 'Use the mode `standard`, which is the default, or give each resource a client of its own.',
      cost: { failed: 0, lostMs: sumOf(mixed, ({ waitedMs }) => waitedMs) },
    };
  },
};
