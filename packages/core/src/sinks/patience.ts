import type { Host } from './host.js';

const WINDOW_MS = 10_000;

/** Waits that sum to a limit in any 10 s. */
export class Patience {
  private waitedMs = 0;
  private endedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly host: Host) {}

  /** Blocks for a millisecond. Returns false, at once, if it has waited for `maxWaitMs`. */
  wait(maxWaitMs: number): boolean {
    const since = this.host.now();
    // Counting begins again 10 s after the last wait, not after the first: so no 10 s see the end of one sum and the
    // beginning of the next.
    if (since - this.endedAt >= WINDOW_MS) this.waitedMs = 0;
    const left = maxWaitMs - this.waitedMs;
    if (left <= 0) return false;
    this.host.sleep(Math.min(1, left));
    this.endedAt = this.host.now();
    this.waitedMs += this.endedAt - since;
    return true;
  }

  /** Begins to count anew. */
  renew(): void {
    this.waitedMs = 0;
  }
}
