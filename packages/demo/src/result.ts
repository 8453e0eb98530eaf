import type { Check } from './checks.js';
import type { DemoOptions } from './options.js';
import type { Run } from './run.js';
import type { Summary } from './summary.js';

/** All that the demo has to tell. */
export type Result = {
  readonly options: DemoOptions;
  readonly run: Run;
  readonly summary: Summary;
  readonly checks: readonly Check[];
};

/** The result for programs. */
export function toJson({ options, run, summary, checks }: Result): string {
  const { orders, failedOrders, log } = run;
  return JSON.stringify(
    {
      ok: isOk(checks),
      seed: options.seed,
      orders,
      failedOrders,
      ...summary,
      checks,
      ...(options.full && { log }),
    },
    undefined,
    2,
  );
}

export function isOk(checks: readonly Check[]): boolean {
  return checks.every(({ problems }) => problems.length === 0);
}
