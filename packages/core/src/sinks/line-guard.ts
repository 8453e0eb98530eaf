import type { Stdout } from './descriptor.js';
import type { Host } from './host.js';

/**
 * How long another writer may pause before it goes on with its line where the pipe was full. For pino that is 100 ms of
 * its own, and what a machine at its limit adds.
 */
const PAUSE_MS = 1_000;

/** Tells whether half a line of somebody's may be out, so that ours needs a line feed before it to stay whole. */
export class LineGuard {
  private fullAt = Number.NEGATIVE_INFINITY;
  /** Once the descriptor is non-blocking it is taken to stay so. */
  private isNonBlocking = false;
  /** How far the application was when our last line was out. */
  private progress: string | number | undefined;
  /** True if our own last line is out in part. */
  private isTorn = false;

  constructor(
    private readonly stdout: Stdout,
    private readonly host: Host,
  ) {}

  /**
   * The `tick` of the host in which the descriptor was last seen to be blocking; NaN once it has been full since. A look
   * costs 8 µs while the code is cold (bench documents), so one serves for a millisecond.
   */
  private quietTick = Number.NaN;

  isNeeded(): boolean {
    if (this.isTorn) return true;
    if (!this.isNonBlocking) {
      const tick = this.host.tick();
      if (tick === this.quietTick) return false;
      this.isNonBlocking = this.stdout.isNonBlocking();
      this.quietTick = this.isNonBlocking ? Number.NaN : tick;
      if (!this.isNonBlocking) return false;
    }
    if (this.host.now() - this.fullAt < PAUSE_MS) return true;
    const progress = this.stdout.progressOfApplication();
    return progress !== undefined && progress !== this.progress;
  }

  /** The descriptor takes no more: who writes now, and did before us, has to go on later. */
  full(): void {
    this.fullAt = this.host.now();
    this.quietTick = Number.NaN;
  }

  /** Our line is out. */
  whole(): void {
    this.isTorn = false;
    if (this.isNonBlocking) this.progress = this.stdout.progressOfApplication();
  }

  /** Our line is out in part, and no more of it will be. */
  torn(): void {
    this.isTorn = true;
  }
}
