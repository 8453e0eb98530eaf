import { isDisabled } from '@needs-retry/core/internal';
import type { LambdaContext } from './context.js';
import { checkedOptions, type RetryReportOptions } from './options.js';
import { Reporter } from './reporter.js';

/** The parts of a middy request that we touch: no import of middy, so that 6 and 7 fit. */
export interface MiddyRequest {
  readonly context: object;
}

/** A middleware of middy 6 and 7. */
export interface RetryReportMiddleware {
  before(request: MiddyRequest): void;
  after(request: MiddyRequest): void;
  onError(request: MiddyRequest): void;
}

/**
 * `withRetryReport` as a middy middleware. Use it first, so that it sees all the others.
 *
 * @throws TypeError for an unknown option, or one of the wrong type
 * @example
 * export const handler = middy(lambdaHandler).use(retryReport({ summary: true }));
 */
export function retryReport(options: RetryReportOptions = {}): RetryReportMiddleware {
  const checked = checkedOptions('retryReport', options);
  if (isDisabled()) return { before() {}, after() {}, onError() {} };
  const reporter = new Reporter(checked);
  const ends = new WeakMap<MiddyRequest, () => void>();
  // A hook that returns anything but undefined would become the response.
  const end = (request: MiddyRequest): void => ends.get(request)?.();
  return {
    before(request) {
      const end = reporter.begin(() => request.context as LambdaContext);
      if (end !== undefined) ends.set(request, end);
    },
    after: end,
    onError: end,
  };
}
