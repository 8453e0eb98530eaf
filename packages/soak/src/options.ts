/** What a run is asked for. */
export interface SoakOptions {
  /** From the moment at which the load has settled. */
  readonly seconds: number;
  readonly seed: number;
  /**
   * Calls that end before the first reading. The engine takes some thousands to get warm, and a call that is tried again
   * holds more, so that all in flight must have ended some times until the mix of them stays.
   */
  readonly callsToSettle: number;
  /** Calls in flight at any time. */
  readonly inFlight: number;
}
