/** A mutant that no test can find, because it does what the original does. */
export interface Equivalent {
  readonly file: string;
  readonly was: string;
  readonly became: string;
  readonly why: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  ...equivalent(
    'packages/core/src/sdk/classify.ts',
    'What is no object has none of the members that are looked at, or throws, which is caught.',
    [['!isObject(error)', 'false']],
  ),
  ...equivalent('packages/core/src/sdk/classify.ts', '500 is TRANSIENT, which is found before.', [
    ['status >= 500', 'status > 500'],
  ]),
  ...equivalent(
    'packages/core/src/emitter.ts',
    'The two differ, and no event has both names: their order only has to be one.',
    [
      ['x < y', 'x <= y'],
      ['x < y', 'x >= y'],
    ],
  ),
  ...equivalent(
    'packages/core/src/call/outcome.ts',
    'No number is at least undefined: the comparison behind it is false by itself.',
    [['strategyMaxAttempts !== undefined', 'true']],
  ),
  ...equivalent(
    'packages/core/src/adapter.ts',
    'With the flag `s`, `.*` reaches from the first place to the last by itself.',
    [
      ['/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.*)$/s', '/^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.*)/s'],
      ['/[?#].*$/s', '/[?#].*/s'],
      ['/^.*[:/]/s', '/.*[:/]/s'],
    ],
  ),
  ...equivalent('packages/core/src/adapter.ts', 'No reason is undefined, so the map has none under it.', [
    ['reason === undefined', 'false'],
  ]),
  ...equivalent(
    'packages/core/src/delivery.ts',
    'Without handlers none is found: the look is only skipped because it costs time.',
    [['!this.handlers.empty', 'true']],
  ),
  ...equivalent(
    'packages/core/src/shared.ts',
    'The slot is read again, and has the same value: keeping it saves time.',
    [['value === undefined', 'true']],
  ),
  ...equivalent('packages/core/src/observe-all.ts', 'No adapter is of a service with either name.', [
    ["''", '"Stryker was here!"'],
  ]),
  ...equivalent(
    'packages/core/src/sinks/emf-document.ts',
    'What the quick way makes the careful way makes too: only time is saved.',
    [
      ['plain !== undefined', 'false'],
      ['{ const document = head + plain + end; if (isShort(document)) return document; }', '{}'],
      ['document.length * 3 <= MAX_LINE_BYTES', 'false'],
      ['document.length * 3 <= MAX_LINE_BYTES', 'document.length * 3 < MAX_LINE_BYTES'],
    ],
  ),
  ...equivalent('packages/core/src/sinks/json.ts', '`JSON.stringify` makes the same: only time is saved.', [
    ["{ return !SPECIAL.test(text) && !text.includes('needs-retry.'); }", '{}'],
    ["!SPECIAL.test(text) && !text.includes('needs-retry.')", 'false'],
    ["'needs-retry.'", '""'],
  ]),
  ...equivalent('packages/core/src/sinks/metrics.ts', 'No number has a `length`, so none is full.', [
    ["typeof sum === 'object'", 'true'],
  ]),
  ...equivalent(
    'packages/core/src/sinks/tail.ts',
    'All goes the careful way, which gives the same: each document has a short text and a finite number.',
    [
      ['!isFree(name)', 'true'],
      ['value.length > MAX_VALUE_LENGTH', 'value.length <= MAX_VALUE_LENGTH'],
      ['value - value === 0', 'value - value !== 0'],
      ['value - value', 'value + value'],
    ],
  ),
  ...equivalent(
    'packages/core/src/sinks/descriptor.ts',
    'Throws where there is no handle, which is caught and means the same.',
    [['_handle?.writeQueueSize', '_handle.writeQueueSize']],
  ),
  ...equivalent('packages/core/src/sinks/writer.ts', 'Nothing is subtracted where nothing is told.', [
    ['reports > 0', 'true'],
    ['reports > 0', 'reports >= 0'],
  ]),
  ...equivalent(
    'packages/core/src/sinks/writer.ts',
    'What goes to the backlog first is written from there at once: only time is saved.',
    [
      ['this.backlog.length > 0', 'true'],
      ['this.backlog.length > 0', 'this.backlog.length >= 0'],
    ],
  ),
  ...equivalent('packages/core/src/sinks/writer.ts', '`tell` looks by itself: only a call is saved.', [
    ['this.failure !== undefined', 'true'],
  ]),
  ...equivalent(
    'packages/core/src/sinks/writer.ts',
    'After the other results it is asked again, or the rest of a line leaves, which gets no line feed.',
    [["result === 'behind'", 'true']],
  ),
  ...equivalent('packages/core/src/sinks/writer.ts', 'A copy of bytes holds the same bytes.', [
    ["typeof data === 'string'", 'true'],
  ]),
  ...equivalent(
    'packages/core/src/sinks/writer.ts',
    'All results but `out`, `full` and `failed` are treated alike.',
    [["'partly'", '""']],
  ),
  ...equivalent(
    'packages/core/src/sinks/writer.ts',
    'An empty backlog has no bytes, which are never too many, and nothing before its last.',
    [['chunk === undefined', 'false']],
  ),
  ...equivalent('packages/core/src/sinks/writer.ts', 'Listening anew is as good as listening on.', [
    ['isNeeded === (this.unwatchExit !== undefined)', 'false'],
  ]),
  ...equivalent(
    'packages/core/src/call/frames.ts',
    'A call without receivers tells nobody: only its cost is saved.',
    [['observed.isUnobserved', 'false']],
  ),
  ...equivalent('packages/core/src/call/frames.ts', 'Receivers that are joined twice get an event once.', [
    ['outer.audience !== observed.audience', 'true'],
  ]),
  ...equivalent(
    'packages/core/src/call/life.ts',
    'Without a handler nothing comes of the event that is made: only its cost is saved.',
    [
      ['ok && attempt.number === 1 && !isHeard', 'false'],
      ['ok && !isHeard', 'false'],
    ],
  ),
  ...equivalent(
    'packages/core/src/call/life.ts',
    'A receiver looks by itself whether somebody listens: only the cost of an event is saved.',
    [
      ['isHeard || isReportableAttempt(attempt.number, answer.errorClass)', 'true'],
      ["outcome === 'gave-up' || isHeard", 'true'],
      ['receivers.some(isListening) && isListenedTo(receivers, eventName)', 'true'],
      [
        'receivers.some(isListening) && isListenedTo(receivers, eventName)',
        'receivers.some(isListening) || isListenedTo(receivers, eventName)',
      ],
      ['handlers.lookup(eventName).length > 0', 'true'],
      ['handlers.lookup(eventName).length > 0', 'handlers.lookup(eventName).length >= 0'],
    ],
  ),
  ...equivalent(
    'packages/core/src/call/life.ts',
    'The function is looked for once more before it is called.',
    [
      ['partialFailures !== undefined', 'true'],
      ['watchStream !== undefined', 'true'],
    ],
  ),
  ...equivalent('packages/core/src/call/life.ts', 'It was looked for before.', [
    ['service.watchStream?.(result?.output, failed)', 'service.watchStream(result?.output, failed)'],
  ]),
  ...equivalent('packages/core/src/call/life.ts', 'What it throws is caught, and means the same.', [
    ['(value as Result | undefined)?.response', '(value as Result | undefined).response'],
    [
      '(value as Result | undefined)?.response?.statusCode',
      '(value as Result | undefined)?.response.statusCode',
    ],
    ['(value as SdkError | undefined)?.$metadata', '(value as SdkError | undefined).$metadata'],
    [
      '(value as SdkError | undefined)?.$metadata?.attempts',
      '(value as SdkError | undefined)?.$metadata.attempts',
    ],
  ]),
  ...equivalent('packages/core/src/call/life.ts', 'No answer means the same as false.', [
    ['{ // Reading a property of the error threw. return false; }', '{}'],
  ]),
  ...equivalent(
    'packages/core/src/call/life.ts',
    'Whoever asks again gets the same answers: only the cost is saved.',
    [['!observed.settings.asked', 'true']],
  ),
  ...equivalent('packages/core/src/call/invocation.ts', 'No answer means the same as undefined.', [
    ['{ return undefined; }', '{}'],
  ]),
  ...equivalent('packages/core/src/call/invocation.ts', 'What it throws is caught.', [
    ['invokeStore()?.set?.(KEY, invocation)', 'invokeStore()?.set(KEY, invocation)'],
    ['invokeStore()?.set', 'invokeStore().set'],
  ]),
  ...equivalent(
    'packages/core/src/call/invocation.ts',
    'A member that is missing means the same as undefined.',
    [['{ invocation: undefined, }', '{}']],
  ),
  ...equivalent(
    'packages/core/src/call/events.ts',
    'An attempt that ended well has a result: else nothing was sent, and there is no event.',
    [['end.result?.output', 'end.result.output']],
  ),
  ...equivalent('packages/core/src/call/events.ts', 'A property that is undefined is left out.', [
    ['resource === undefined', 'false'],
  ]),
  ...equivalent('packages/core/src/call/partial-failures.ts', 'It was looked for before.', [
    ['service.partialFailures?.(input, result?.output)', 'service.partialFailures(input, result?.output)'],
  ]),
  ...equivalent('packages/core/src/call/partial-failures.ts', 'No failures make no events.', [
    ['failures.length === 0', 'false'],
  ]),
  ...equivalent('packages/core/src/event.ts', 'No answer means the same as false.', [
    ['default: return false;', 'default:'],
  ]),
  ...equivalent('packages/core/src/event.ts', 'Nothing of a good name is replaced: only the cost is saved.', [
    ['IS_NAME_PART.test(name)', 'false'],
    ['/^[\\w-]{1,128}$/', '/^[\\w-]$/'],
  ]),
  ...equivalent('packages/core/src/sdk/names.ts', "Neither text has a service's name in it.", [
    ["''", '"Stryker was here!"'],
  ]),
  ...equivalent('packages/core/src/sdk/retry-after.ts', 'What it throws is caught, and means the same.', [
    ['(error as SdkError | undefined)?.$response', '(error as SdkError | undefined).$response'],
    [
      '(error as SdkError | undefined)?.$response?.headers',
      '(error as SdkError | undefined)?.$response.headers',
    ],
  ]),
  ...equivalent(
    'packages/core/src/sdk/retry-after.ts',
    'What has no entries has none of the headers, or throws, which is caught.',
    [['!isObject(headers)', 'false']],
  ),
  ...equivalent('packages/core/src/sdk/entries.ts', 'All entries are put back in their order.', [
    ['!entries.some(({ middleware }) => middleware === from)', 'false'],
    ['middleware === from', 'true'],
  ]),
  ...equivalent(
    'packages/core/src/sdk/settings.ts',
    'Whoever asks again gets the same answers: only the cost is saved.',
    [['true', 'false']],
  ),
  ...equivalent('packages/core/src/sdk/settings.ts', 'Neither text has a version in it.', [
    ["''", '"Stryker was here!"'],
  ]),
  ...equivalent(
    'packages/core/src/sdk/settings.ts',
    'What the look throws is caught, and answers undefined.',
    [
      ['!isObject(config)', 'false'],
      ['!isObject(handler)', 'false'],
    ],
  ),
  ...equivalent('packages/core/src/sdk/settings.ts', 'What it throws is caught, and means the same.', [
    ['this.#strategy?.standardRetryStrategy', 'this.#strategy.standardRetryStrategy'],
    ['strategy?.getCapacity?.()', 'strategy?.getCapacity()'],
    ['strategy?.getCapacity', 'strategy.getCapacity'],
  ]),
  ...equivalent('packages/core/src/sdk/settings.ts', 'It has told its capacity before, so it is there.', [
    ['strategy?.getCapacityCost', 'strategy.getCapacityCost'],
  ]),
  ...equivalent('packages/core/src/sdk/settings.ts', 'No answer means the same as undefined.', [
    ['{ return undefined; }', '{}'],
  ]),
  ...equivalent('packages/core/src/sdk/settings.ts', 'No answer means the same as false.', [
    ['{ return false; }', '{}'],
  ]),
  ...equivalent('packages/core/src/sdk/settings.ts', '0 is returned for 0 either way.', [
    ['value > 0', 'value >= 0'],
  ]),
  ...equivalent('packages/core/src/environment.ts', 'Neither text turns anything off.', [
    ["''", '"Stryker was here!"'],
  ]),
  ...equivalent('packages/core/src/observer.ts', 'What is no object is no stack that is observed.', [
    ['isObject(stack)', 'true'],
  ]),
  ...equivalent('packages/core/src/sinks/tail.ts', 'Cutting leaves a short text as it is.', [
    ['text.length <= MAX_VALUE_LENGTH', 'false'],
    ['text.length <= MAX_VALUE_LENGTH', 'text.length < MAX_VALUE_LENGTH'],
  ]),
  ...equivalent(
    'packages/core/src/sinks/tail.ts',
    'The careful way gives the same text: only its cost is saved.',
    [
      ['false', 'true'],
      ["typeof value === 'string'", 'false'],
      ["'string'", '""'],
      ['value.length > MAX_VALUE_LENGTH', 'true'],
      ['value.length > MAX_VALUE_LENGTH', 'value.length >= MAX_VALUE_LENGTH'],
      ["typeof value === 'number' && value - value === 0", 'false'],
      ["'number'", '""'],
      ['value !== undefined', 'true'],
      ['needsCare || !isPlain(strings)', 'true'],
    ],
  ),
  ...equivalent('packages/core/src/sinks/tail.ts', 'The text that is looked at stays plain.', [
    ["''", '"Stryker was here!"'],
  ]),
  ...equivalent(
    'packages/client-kms/src/adapter.ts',
    'KMS sends it with status 500, which is transient by itself.',
    [
      ["['KeyUnavailableException']", '[]'],
      ["'KeyUnavailableException'", '""'],
    ],
  ),
  ...equivalent(
    'packages/client-sts/src/adapter.ts',
    'The model calls the error retryable, which is transient by itself.',
    [
      ["{ transient: ['IDPCommunicationErrorException', 'IDPCommunicationError'] }", '{}'],
      ["['IDPCommunicationErrorException', 'IDPCommunicationError']", '[]'],
      ["'IDPCommunicationErrorException'", '""'],
      ["'IDPCommunicationError'", '""'],
    ],
  ),
  ...equivalent(
    'packages/client-sqs/src/adapter.ts',
    'With the flag `s`, `.*` reaches from the first place to the last by itself.',
    [['/^.*\\//s', '/.*\\//s']],
  ),
];

/** Changes of a file that are equivalent for one reason. */
function equivalent(
  file: string,
  why: string,
  changes: readonly (readonly [was: string, became: string])[],
): readonly Equivalent[] {
  return changes.map(([was, became]) => ({ file, was, became, why }));
}
