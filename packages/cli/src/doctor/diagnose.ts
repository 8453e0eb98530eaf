import type { Analysis } from '@needs-retry/insights';
import { type Finding, SEVERITIES } from './finding.js';
import { adaptiveMode } from './rules/adaptive-mode.js';
import { coldStartStorm } from './rules/cold-start-storm.js';
import { futileRetries } from './rules/futile-retries.js';
import { gaveUp } from './rules/gave-up.js';
import { hotKey } from './rules/hot-key.js';
import { lostLines } from './rules/lost-lines.js';
import { noRequestTimeout } from './rules/no-request-timeout.js';
import { noTimeForRetry } from './rules/no-time-for-retry.js';
import { partialFailures } from './rules/partial-failures.js';
import { retryQuota } from './rules/retry-quota.js';
import { streamingBody } from './rules/streaming-body.js';
import { tableCapacity } from './rules/table-capacity.js';

export const RULES = [
  noRequestTimeout,
  noTimeForRetry,
  futileRetries,
  hotKey,
  tableCapacity,
  partialFailures,
  retryQuota,
  streamingBody,
  gaveUp,
  coldStartStorm,
  adaptiveMode,
  lostLines,
] as const;

export type NamedFinding = Finding & { readonly rule: string };

/** What is wrong, the most costly first: by severity, then by what failed, then by the time that was lost. */
export function diagnose(analysis: Analysis): NamedFinding[] {
  return RULES.flatMap(({ name, find }) => {
    const finding = find(analysis);
    return finding ? [{ rule: name, ...finding }] : [];
  }).sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.cost.failed - a.cost.failed ||
      b.cost.lostMs - a.cost.lostMs,
  );
}
