import { defaultObserver, type RetryObserver } from '@needs-retry/core';

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
   * @defaultValue 200, or a tenth of the time at the invocation's start where that is less
   */
  readonly deadlineMarginMs?: number;
}

export interface CheckedOptions {
  readonly observer: RetryObserver;
  readonly summary: boolean;
  readonly deadlineMarginMs: number | undefined;
}

/** Throws a `TypeError` that names option and value. */
export function checkOptions(of: string, options: RetryReportOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected the options of ${of} to be an object, got ${String(options)}.`);
  }
  const { observer, summary = false, deadlineMarginMs, ...unknown } = options;
  for (const name of Object.keys(unknown)) {
    throw new TypeError(
      `Unknown option \`${name}\` of ${of}: it takes \`observer\`, \`summary\`, \`deadlineMarginMs\`.`,
    );
  }
  if (observer !== undefined && typeof observer?.emit !== 'function') {
    throw new TypeError(`Expected \`observer\` to be one of createRetryObserver, got ${typeof observer}.`);
  }
  if (typeof summary !== 'boolean') {
    throw new TypeError(`Expected \`summary\` to be a boolean, got ${typeof summary}.`);
  }
  if (deadlineMarginMs !== undefined && !(Number.isFinite(deadlineMarginMs) && deadlineMarginMs >= 0)) {
    throw new TypeError(
      `Expected \`deadlineMarginMs\` to be a number of milliseconds from 0, got ${String(deadlineMarginMs)}.`,
    );
  }
  return { observer: observer ?? defaultObserver(), summary, deadlineMarginMs };
}

export function isDisabled(): boolean {
  return /^(true|1)$/.test(process.env.NEEDS_RETRY_DISABLED ?? '');
}
