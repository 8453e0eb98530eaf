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
  ...[
    ['reports > 0', 'true', 'Nothing is subtracted where nothing is told.'],
    ['reports > 0', 'reports >= 0', 'Nothing is subtracted where nothing is told.'],
    [
      'this.backlog.length > 0',
      'true',
      'What goes to the backlog first is written from there at once: only time is saved.',
    ],
    [
      'this.backlog.length > 0',
      'this.backlog.length >= 0',
      'What goes to the backlog first is written from there at once: only time is saved.',
    ],
    ['this.failure !== undefined', 'true', '`tell` looks by itself: only a call is saved.'],
    [
      "result === 'behind'",
      'true',
      'After the other results it is asked again, or the rest of a line leaves, which gets no line feed.',
    ],
    ["typeof data === 'string'", 'true', 'A copy of bytes holds the same bytes.'],
    ["'partly'", '""', 'All results but `out`, `full` and `failed` are treated alike.'],
    [
      'chunk === undefined',
      'false',
      'An empty backlog has no bytes, which are never too many, and nothing before its last.',
    ],
    ['isNeeded === (this.unwatchExit !== undefined)', 'false', 'Listening anew is as good as listening on.'],
  ].map(([was, became, why]) => ({
    file: 'packages/core/src/sinks/writer.ts',
    was: was!,
    became: became!,
    why: why!,
  })),
];
