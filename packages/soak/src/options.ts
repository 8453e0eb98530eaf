/** What a run is asked for. */
export interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Calls in flight at any time. */
  readonly inFlight: number;
}
