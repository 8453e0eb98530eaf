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
  need(typeof options === 'object' && options !== null, 'options', `an object in ${of}`, options);
  const { observer, summary = false, deadlineMarginMs, ...unknown } = options;
  for (const name of Object.keys(unknown)) {
    throw new TypeError(
      `Unknown option \`${name}\` of ${of}: it takes \`observer\`, \`summary\`, \`deadlineMarginMs\`.`,
    );
  }
  const observes = observer === undefined || typeof observer?.emit === 'function';
  need(observes, 'observer', 'one of createRetryObserver', observer);
  need(typeof summary === 'boolean', 'summary', 'a boolean', summary);
  const inTime =
    deadlineMarginMs === undefined || (Number.isFinite(deadlineMarginMs) && deadlineMarginMs >= 0);
  need(inTime, 'deadlineMarginMs', 'a number of milliseconds from 0', deadlineMarginMs);
  return { observer: observer ?? defaultObserver(), summary, deadlineMarginMs };
}

/** Throws the `TypeError` of a bad option, which says what was expected and what came, unless `ok`. */
export function need(ok: boolean, option: string, expected: string, got: unknown): void {
  if (ok) return;
  const value =
    typeof got === 'string' ? JSON.stringify(got) : Object(got) === got ? typeof got : String(got);
  throw new TypeError(`Expected \`${option}\` to be ${expected}, got ${value}.`);
}

export function isDisabled(): boolean {
  return /^(true|1)$/.test(process.env.NEEDS_RETRY_DISABLED ?? '');
}
