import type { Analysis, ResultRow } from '@needs-retry/insights';
import type { NamedFinding } from 'needs-retry';
import type { Answer } from './answers.js';
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
  readonly answers: readonly Answer[];
  readonly analysis: Analysis;
  readonly findings: readonly NamedFinding[];
};

/** The result for programs. */
export function toJson({ options, run, summary, checks, answers, findings }: Result): string {
  const { orders, failedOrders, log } = run;
  return JSON.stringify(
    {
      ok: isOk(checks),
      seed: options.seed,
      orders,
      failedOrders,
      ...summary,
      checks,
      answers: Object.fromEntries(answers.map(({ name, result }) => [name, result.rows.map(recordOf)])),
      findings: findings.map(({ rule, severity, title }) => ({ rule, severity, title })),
      ...(options.full && { log }),
    },
    undefined,
    2,
  );
}

function recordOf(row: ResultRow): Record<string, string> {
  return Object.fromEntries(row.map(({ field, value }) => [field, value]));
}

export function isOk(checks: readonly Check[]): boolean {
  return checks.every(({ problems }) => problems.length === 0);
}
