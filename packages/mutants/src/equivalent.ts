/** A mutant that no test can find, because it does what the original does. */
export interface Equivalent {
  readonly file: string;
  readonly was: string;
  readonly became: string;
  readonly why: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: 'packages/core/src/sdk/classify.ts',
    was: '!isObject(error)',
    became: 'false',
    why: 'What is no object has none of the members that are looked at, or throws, which is caught.',
  },
  {
    file: 'packages/core/src/sdk/classify.ts',
    was: 'status >= 500',
    became: 'status > 500',
    why: '500 is TRANSIENT, which is found before.',
  },
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
  ...[
    ['/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.*)$/s', '/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.*)/s'],
    ['/[?#].*$/s', '/[?#].*/s'],
    ['/^.*[:/]/s', '/.*[:/]/s'],
  ].map(([was, became]) => ({
    file: 'packages/core/src/adapter.ts',
    was: was!,
    became: became!,
    why: 'With the flag `s`, `.*` reaches from the first place to the last by itself.',
  })),
  {
    file: 'packages/core/src/adapter.ts',
    was: 'reason === undefined',
    became: 'false',
    why: 'No reason is undefined, so the map has none under it.',
  },
  {
    file: 'packages/core/src/delivery.ts',
    was: '!this.handlers.empty',
    became: 'true',
    why: 'Without handlers none is found: the look is only skipped because it costs time.',
  },
  {
    file: 'packages/core/src/shared.ts',
    was: 'value === undefined',
    became: 'true',
    why: 'The slot is read again, and has the same value: keeping it saves time.',
  },
  {
    file: 'packages/core/src/observe-all.ts',
    was: "''",
    became: '"Stryker was here!"',
    why: 'No adapter is of a service with either name.',
  },
];
