import type { Rule } from '../finding.js';
import { counted, examplesOf, placeOf, shortened, spent, sumOf } from '../words.js';

export const noTimeForRetry: Rule = {
  name: 'no-time-for-retry',
  find({ stuck }) {
    const late = stuck.filter(
      ({ phase, isFirstAttempt, requestTimeoutMs = 0, functionTimeoutMs = Number.POSITIVE_INFINITY }) =>
        phase === 'attempt' &&
        isFirstAttempt &&
        requestTimeoutMs > 0 &&
        requestTimeoutMs >= functionTimeoutMs,
    );
    if (late.length === 0) return undefined;
    return {
      severity: 'high',
      title: `${counted(
        sumOf(late, ({ calls }) => calls),
        'call',
      )} could never have had a second attempt before the function timed out.`,
      evidence: shortened(
        late.map(
          (group) =>
            `${placeOf(group)}: a request may take ${spent(group.requestTimeoutMs!)}, the function ${spent(group.functionTimeoutMs!)}; ${counted(group.calls, 'call was', 'calls were')} still in the first attempt when it timed out`,
        ),
      ),
      examples: examplesOf(late),
      why: 'The request timeout is as long as the timeout of the function, or longer. Whatever `maxAttempts` says, the function is stopped while it waits for the first answer.',
      change:
        'Set `requestTimeout` to less than half of the timeout of the function, so that a second attempt can start and end, or give the function more time.',
      cost: { failed: sumOf(late, ({ calls }) => calls), lostMs: sumOf(late, ({ totalMs }) => totalMs) },
    };
  },
};
