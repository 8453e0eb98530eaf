/** What a run is asked for. */
export interface SoakOptions {
  /** From the moment at which the load has settled. */
  readonly seconds: number;
  readonly seed: number;
  /** Calls in flight at any time. */
  readonly inFlight: number;
}
