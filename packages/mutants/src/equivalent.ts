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
  ...of('packages/core/src/sinks/writer.ts', [
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
  ]),
  ...of('packages/core/src/call/frames.ts', [
    ['observed.isUnobserved', 'false', 'A call without receivers tells nobody: only its cost is saved.'],
    ['outer.audience !== observed.audience', 'true', 'Receivers that are joined twice get an event once.'],
  ]),
  ...of('packages/core/src/call/life.ts', [
    [
      'ok && attempt.number === 1 && !isHeard',
      'false',
      'Without a handler nothing comes of the event that is made: only its cost is saved.',
    ],
    [
      'isHeard || isReportableAttempt(attempt.number, answer.errorClass)',
      'true',
      'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    ],
    [
      'ok && !isHeard',
      'false',
      'Without a handler nothing comes of the event that is made: only its cost is saved.',
    ],
    [
      "outcome === 'gave-up' || isHeard",
      'true',
      'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    ],
    [
      'receivers.some(isListening) && isListenedTo(receivers, eventName)',
      'true',
      'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    ],
    [
      'receivers.some(isListening) && isListenedTo(receivers, eventName)',
      'receivers.some(isListening) || isListenedTo(receivers, eventName)',
      'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    ],
    [
      'handlers.lookup(eventName).length > 0',
      'true',
      'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    ],
    [
      'handlers.lookup(eventName).length > 0',
      'handlers.lookup(eventName).length >= 0',
      'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    ],
    ['partialFailures !== undefined', 'true', 'The function is looked for once more before it is called.'],
    ['watchStream !== undefined', 'true', 'The function is looked for once more before it is called.'],
    [
      'service.watchStream?.(result?.output, failed)',
      'service.watchStream(result?.output, failed)',
      'It was looked for before.',
    ],
    [
      '(value as Result | undefined)?.response',
      '(value as Result | undefined).response',
      'What it throws is caught, and means the same.',
    ],
    [
      '(value as Result | undefined)?.response?.statusCode',
      '(value as Result | undefined)?.response.statusCode',
      'What it throws is caught, and means the same.',
    ],
    [
      '(value as SdkError | undefined)?.$metadata',
      '(value as SdkError | undefined).$metadata',
      'What it throws is caught, and means the same.',
    ],
    [
      '(value as SdkError | undefined)?.$metadata?.attempts',
      '(value as SdkError | undefined)?.$metadata.attempts',
      'What it throws is caught, and means the same.',
    ],
    [
      '{ // Reading a property of the error threw. return false; }',
      '{}',
      'No answer means the same as false.',
    ],
    ['!observed.settings.asked', 'true', 'Whoever asks again gets the same answers: only the cost is saved.'],
  ]),
  ...of('packages/core/src/call/invocation.ts', [
    ['{ return undefined; }', '{}', 'No answer means the same as undefined.'],
    [
      'invokeStore()?.set?.(KEY, invocation)',
      'invokeStore()?.set(KEY, invocation)',
      'What it throws is caught.',
    ],
    ['invokeStore()?.set', 'invokeStore().set', 'What it throws is caught.'],
    ['{ invocation: undefined, }', '{}', 'A member that is missing means the same as undefined.'],
  ]),
  ...of('packages/core/src/call/events.ts', [
    [
      'end.result?.output',
      'end.result.output',
      'An attempt that ended well has a result: else nothing was sent, and there is no event.',
    ],
    ['resource === undefined', 'false', 'A property that is undefined is left out.'],
  ]),
  ...of('packages/core/src/call/partial-failures.ts', [
    [
      'service.partialFailures?.(input, result?.output)',
      'service.partialFailures(input, result?.output)',
      'It was looked for before.',
    ],
    ['failures.length === 0', 'false', 'No failures make no events.'],
  ]),
  ...of('packages/core/src/event.ts', [
    ['default: return false;', 'default:', 'No answer means the same as false.'],
    ['IS_NAME_PART.test(name)', 'false', 'Nothing of a good name is replaced: only the cost is saved.'],
    ['/^[\\w-]{1,128}$/', '/^[\\w-]$/', 'Nothing of a good name is replaced: only the cost is saved.'],
  ]),
  ...of('packages/core/src/sdk/names.ts', [
    ["''", '"Stryker was here!"', "Neither text has a service's name in it."],
  ]),
  ...of('packages/core/src/sdk/retry-after.ts', [
    [
      '(error as SdkError | undefined)?.$response',
      '(error as SdkError | undefined).$response',
      'What it throws is caught, and means the same.',
    ],
    [
      '(error as SdkError | undefined)?.$response?.headers',
      '(error as SdkError | undefined)?.$response.headers',
      'What it throws is caught, and means the same.',
    ],
    [
      '!isObject(headers)',
      'false',
      'What has no entries has none of the headers, or throws, which is caught.',
    ],
  ]),
  ...of('packages/core/src/sdk/entries.ts', [
    [
      '!entries.some(({ middleware }) => middleware === from)',
      'false',
      'All entries are put back in their order.',
    ],
    ['middleware === from', 'true', 'All entries are put back in their order.'],
  ]),
  ...of('packages/core/src/sdk/settings.ts', [
    ['true', 'false', 'Whoever asks again gets the same answers: only the cost is saved.'],
    ["''", '"Stryker was here!"', 'Neither text has a version in it.'],
    ['!isObject(config)', 'false', 'What the look throws is caught, and answers undefined.'],
    ['!isObject(handler)', 'false', 'What the look throws is caught, and answers undefined.'],
    [
      'this.#strategy?.standardRetryStrategy',
      'this.#strategy.standardRetryStrategy',
      'What it throws is caught, and means the same.',
    ],
    ['strategy?.getCapacity?.()', 'strategy?.getCapacity()', 'What it throws is caught, and means the same.'],
    ['strategy?.getCapacity', 'strategy.getCapacity', 'What it throws is caught, and means the same.'],
    [
      'strategy?.getCapacityCost',
      'strategy.getCapacityCost',
      'It has told its capacity before, so it is there.',
    ],
    ['{ return undefined; }', '{}', 'No answer means the same as undefined.'],
    ['{ return false; }', '{}', 'No answer means the same as false.'],
    ['value > 0', 'value >= 0', '0 is returned for 0 either way.'],
  ]),
  ...of('packages/core/src/environment.ts', [
    ["''", '"Stryker was here!"', 'Neither text turns anything off.'],
  ]),
  ...of('packages/core/src/observer.ts', [
    ['isObject(stack)', 'true', 'What is no object is no stack that is observed.'],
  ]),
  ...of('packages/core/src/sinks/tail.ts', [
    ['text.length <= MAX_VALUE_LENGTH', 'false', 'Cutting leaves a short text as it is.'],
    [
      'text.length <= MAX_VALUE_LENGTH',
      'text.length < MAX_VALUE_LENGTH',
      'Cutting leaves a short text as it is.',
    ],
    ['false', 'true', 'The careful way gives the same text: only its cost is saved.'],
    ["typeof value === 'string'", 'false', 'The careful way gives the same text: only its cost is saved.'],
    ["'string'", '""', 'The careful way gives the same text: only its cost is saved.'],
    [
      'value.length > MAX_VALUE_LENGTH',
      'true',
      'The careful way gives the same text: only its cost is saved.',
    ],
    [
      'value.length > MAX_VALUE_LENGTH',
      'value.length >= MAX_VALUE_LENGTH',
      'The careful way gives the same text: only its cost is saved.',
    ],
    [
      "typeof value === 'number' && value - value === 0",
      'false',
      'The careful way gives the same text: only its cost is saved.',
    ],
    ["'number'", '""', 'The careful way gives the same text: only its cost is saved.'],
    ['value !== undefined', 'true', 'The careful way gives the same text: only its cost is saved.'],
    [
      'needsCare || !isPlain(strings)',
      'true',
      'The careful way gives the same text: only its cost is saved.',
    ],
    ["''", '"Stryker was here!"', 'The text that is looked at stays plain.'],
  ]),
  ...of('packages/client-kms/src/adapter.ts', [
    ["['KeyUnavailableException']", '[]', 'KMS sends it with status 500, which is transient by itself.'],
    ["'KeyUnavailableException'", '""', 'KMS sends it with status 500, which is transient by itself.'],
  ]),
  ...of('packages/client-sts/src/adapter.ts', [
    [
      "{ transient: ['IDPCommunicationErrorException', 'IDPCommunicationError'] }",
      '{}',
      'The model calls the error retryable, which is transient by itself.',
    ],
    [
      "['IDPCommunicationErrorException', 'IDPCommunicationError']",
      '[]',
      'The model calls the error retryable, which is transient by itself.',
    ],
    [
      "'IDPCommunicationErrorException'",
      '""',
      'The model calls the error retryable, which is transient by itself.',
    ],
    ["'IDPCommunicationError'", '""', 'The model calls the error retryable, which is transient by itself.'],
  ]),
  ...of('packages/client-sqs/src/adapter.ts', [
    ['/^.*\\//s', '/.*\\//s', 'With the flag `s`, `.*` reaches from the first place to the last by itself.'],
  ]),
];

/** What was, what it became, and why that is the same. */
type Change = readonly [was: string, became: string, why: string];

function of(file: string, changes: readonly Change[]): readonly Equivalent[] {
  return changes.map(([was, became, why]) => ({ file, was, became, why }));
}
