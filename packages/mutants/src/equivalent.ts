/** A mutant that no test can find, because it does what the original does. */
export interface Equivalent {
  readonly file: string;
  readonly was: string;
  readonly became: string;
  readonly why: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  ...['x <= y', 'x >= y'].map((became) => ({
    file: 'packages/core/src/emitter.ts',
    was: 'x < y',
    became,
    why: 'The two differ, and no event has both names: their order only has to be one.',
  })),
  {
    file: 'packages/core/src/call/outcome.ts',
    was: 'strategyMaxAttempts !== undefined',
    became: 'true',
    why: 'No number is at least undefined: the comparison behind it is false by itself.',
  },
];
