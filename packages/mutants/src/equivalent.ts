/** A mutant that no test can find, because it does what the original does. */
export interface Equivalent {
  readonly file: string;
  readonly was: string;
  readonly became: string;
  readonly why: string;
}

export const EQUIVALENT: readonly Equivalent[] = [];
