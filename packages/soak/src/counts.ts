import { MAX_ATTEMPTS, type Script } from './script.js';

/** What is counted in a run: by the scripts, by handlers, and on the standard output. */
export interface Counts {
  calls: number;
  attempts: number;
  retries: number;
  throttles: number;
  gaveUp: number;
}

export const noCounts = (): Counts => ({ calls: 0, attempts: 0, retries: 0, throttles: 0, gaveUp: 0 });

/** Adds what must be counted of a call that ended. */
export function addScript(counts: Counts, { failures, isAborted, isThrottling }: Script): void {
  const attempts = isAborted ? 1 : Math.min(failures + 1, MAX_ATTEMPTS);
  counts.calls++;
  counts.attempts += attempts;
  counts.retries += attempts - 1;
  if (isAborted) return;
  if (isThrottling) counts.throttles += failures;
  if (failures >= MAX_ATTEMPTS) counts.gaveUp++;
}
