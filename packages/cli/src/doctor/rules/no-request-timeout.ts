import type { Rule } from '../finding.js';
import { counted, examplesOf, placeOf, shortened, spent, sumOf } from '../words.js';

export const noRequestTimeout: Rule = {
  name: 'no-request-timeout',
  find({ stuck }) {
    const endless = stuck.filter(
      ({ phase, requestTimeoutMs }) => phase === 'attempt' && requestTimeoutMs === 0,
    );
    if (endless.length === 0) return undefined;
    return {
      severity: 'high',
      title: `${counted(
        sumOf(endless, ({ calls }) => calls),
        'call was',
        'calls were',
      )} stuck in an attempt that nothing ends.`,
      evidence: shortened(
        endless.map(
          (group) =>
            `${placeOf(group)}: ${counted(group.calls, 'call')} in flight at the deadline, for up to ${spent(group.longestMs)}, without a request timeout; ${counted(group.timedOut, 'invocation')} timed out`,
        ),
      ),
      examples: examplesOf(endless),
      why: 'No timeout of the request handler ends a request: `requestTimeout` is not set, or this version of the SDK only warns about it without `throwOnRequestTimeout: true`. A server that does not answer then keeps the call until Lambda stops the function, and the SDK never gets to retry.',
      change:
        'Create the client with `requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true }`: a few times what the operation normally takes, and so little that a second attempt fits into the timeout of the function.',
      cost: {
        failed: sumOf(endless, ({ calls }) => calls),
        lostMs: sumOf(endless, ({ totalMs }) => totalMs),
      },
    };
  },
};
