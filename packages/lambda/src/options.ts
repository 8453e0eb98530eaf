import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { checkOptions, need } from '@needs-retry/core/internal';

export interface RetryReportOptions {
  /** @defaultValue the observer that adapters use when given none */
  readonly observer?: RetryObserver;
  /**
   * Writes at the end of an invocation, per service and operation, how many calls and attempts it made: the denominator
   * of a retry rate.
   * @defaultValue false
   */
  readonly summary?: boolean;
  /**
   * Milliseconds before the function's timeout at which the calls still in flight are reported.
   * @defaultValue 200, or a tenth of the time at the invocation's start if that is less
   */
  readonly deadlineMarginMs?: number;
}

export interface CheckedOptions {
  readonly observer: RetryObserver;
  readonly summary: boolean;
  readonly deadlineMarginMs: number | undefined;
}

/** @throws TypeError that names option and value */
export function checkedOptions(of: string, options: RetryReportOptions): CheckedOptions {
  checkOptions(of, options, ['observer', 'summary', 'deadlineMarginMs']);
  const { observer, summary = false, deadlineMarginMs } = options;
  const observes = observer === undefined || typeof observer?.emit === 'function';
  need(observes, 'observer', 'one of createRetryObserver', observer);
  need(typeof summary === 'boolean', 'summary', 'a boolean', summary);
  const isMargin =
    deadlineMarginMs === undefined || (Number.isFinite(deadlineMarginMs) && deadlineMarginMs >= 0);
  need(isMargin, 'deadlineMarginMs', 'a number of milliseconds from 0', deadlineMarginMs);
  return { observer: observer ?? defaultObserver(), summary, deadlineMarginMs };
}
