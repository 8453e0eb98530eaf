/** What the writer needs of the process beside descriptor 1; tests set their own. */
export interface Host {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** A number that is another one in each millisecond, and costs a third of `now`. */
  tick(): number;
  /** Blocks the thread. */
  sleep(ms: number): void;
  /** Calls `act` later, by a timer that keeps no process alive. */
  after(ms: number, act: () => void): void;
  /** Calls `act` when the process exits. Returns the undo. */
  onExit(act: () => void): () => void;
}

export const HOST: Host = {
  now: () => performance.now(),
  tick: () => Date.now(),
  sleep(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
  after(ms, act) {
    setTimeout(act, ms).unref();
  },
  onExit(act) {
    process.once('exit', act);
    return () => process.removeListener('exit', act);
  },
};
