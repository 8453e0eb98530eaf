import { emfProblems } from '@needs-retry/fixtures';
import * as fc from 'fast-check';
import type { PartialFailureEvent, StreamErrorEvent } from '../src/event.js';
import {
  type DeadlineEvent,
  type DocumentOptions,
  emfDocuments,
  emfSink,
  type NeedsRetryEvent,
  type Properties,
  type ReportableEvent,
  type SummaryEvent,
} from '../src/index.js';

function documentOf(event: ReportableEvent, options: DocumentOptions = {}, lostLines = 0) {
  const document = emfDocuments(options)(event, lostLines);
  if (document === undefined) return undefined;
  expect(emfProblems(document.trimEnd())).toEqual([]);
  return JSON.parse(document);
}

const call = {
  service: 's3',
  operation: 'GetObject',
  maxAttempts: 3,
  retryMode: 'standard',
  sdkVersion: '3.1173.0',
  requestTimeoutMs: 3_000,
  sdkInvocationId: '144e9b93-1c08-4d05-91a9-c8fadd930d4d',
  region: 'eu-west-1',
  timestamp: 1_700_000_000_000,
  durationMs: 41,
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  properties: { resource: 'photos', vip: true, weight: 2.5 } as Properties,
};

const success = {
  error: undefined,
  errorName: undefined,
  errorCode: undefined,
  errorType: undefined,
  errorClass: undefined,
  statusCode: 200,
  serviceRequestId: 'S3REQUEST',
  extendedRequestId: 'id-2=',
};

const failure = {
  error: new Error('secret'),
  errorName: 'SlowDown',
  errorCode: 'SlowDown',
  errorType: 'THROTTLING' as const,
  errorClass: 'throttling' as const,
  statusCode: 503,
  serviceRequestId: 'S3REQUEST',
  extendedRequestId: 'id-2=',
};

const retry: NeedsRetryEvent = {
  ...call,
  ...success,
  kind: 'needs-retry',
  eventName: 'needs-retry.s3.GetObject',
  attempts: 2,
  ok: true,
  output: {},
  throttled: false,
  delayMs: 52,
  retryAfterMs: 40,
  cause: {
    errorName: 'SlowDown',
    errorType: 'THROTTLING',
    errorClass: 'throttling',
    statusCode: 503,
    serviceRequestId: 'S3FIRST',
    durationMs: 17,
  },
};

const directive = (...metrics: object[]) => ({
  _aws: {
    Timestamp: 1_700_000_000_000,
    CloudWatchMetrics: [
      { Namespace: 'NeedsRetry', Dimensions: [['ServiceId', 'OperationName']], Metrics: metrics },
    ],
  },
  ServiceId: 's3',
  OperationName: 'GetObject',
});

const COUNT = { Unit: 'Count' };
const properties = { resource: 'photos', vip: 'yes', weight: 2.5 };
const ids = {
  sdkInvocationId: '144e9b93-1c08-4d05-91a9-c8fadd930d4d',
  region: 'eu-west-1',
  retryMode: 'standard',
  sdkVersion: '3.1173.0',
  durationMs: 41,
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
};

describe('the whole document of', () => {
  test('a retry that succeeded', () => {
    expect(documentOf(retry)).toStrictEqual({
      ...directive(
        { Name: 'Retries', ...COUNT },
        { Name: 'Throttles', ...COUNT },
        { Name: 'RetryDelay', Unit: 'Milliseconds' },
      ),
      Retries: 1,
      Throttles: 0,
      RetryDelay: 52,
      kind: 'attempt',
      attempts: 2,
      maxAttempts: 3,
      ok: 'yes',
      cause: 'SlowDown',
      causeType: 'THROTTLING',
      causeClass: 'throttling',
      causeStatusCode: 503,
      causeDurationMs: 17,
      retryAfterMs: 40,
      statusCode: 200,
      serviceRequestId: 'S3REQUEST',
      extendedRequestId: 'id-2=',
      ...ids,
      ...properties,
    });
  });

  test('a first attempt that was throttled', () => {
    const first = {
      ...retry,
      ...failure,
      attempts: 1,
      ok: false,
      throttled: true,
      delayMs: undefined,
      retryAfterMs: undefined,
      cause: undefined,
    };
    expect(documentOf(first)).toStrictEqual({
      ...directive({ Name: 'Throttles', ...COUNT }),
      Throttles: 1,
      kind: 'attempt',
      attempts: 1,
      maxAttempts: 3,
      ok: 'no',
      errorName: 'SlowDown',
      errorType: 'THROTTLING',
      errorClass: 'throttling',
      statusCode: 503,
      serviceRequestId: 'S3REQUEST',
      extendedRequestId: 'id-2=',
      ...ids,
      ...properties,
    });
  });

  test('a call that the SDK gave up', () => {
    const { ok, output, throttled, delayMs, retryAfterMs, cause, ...shared } = retry;
    const event = {
      ...shared,
      ...failure,
      kind: 'after-call',
      eventName: 'after-call.s3.GetObject',
      attempts: 3,
      outcome: 'gave-up',
      totalDelayMs: 90,
      gaveUpBecause: 'attempts',
    } as const;
    expect(documentOf(event)).toStrictEqual({
      ...directive({ Name: 'RetriesExhausted', ...COUNT }),
      RetriesExhausted: 1,
      kind: 'gave-up',
      attempts: 3,
      maxAttempts: 3,
      outcome: 'gave-up',
      gaveUpBecause: 'attempts',
      requestTimeoutMs: 3_000,
      errorName: 'SlowDown',
      errorType: 'THROTTLING',
      errorClass: 'throttling',
      statusCode: 503,
      serviceRequestId: 'S3REQUEST',
      extendedRequestId: 'id-2=',
      ...ids,
      ...properties,
    });
  });

  test('a call in flight at the deadline', () => {
    const event: DeadlineEvent = {
      ...call,
      kind: 'deadline',
      eventName: 'deadline.s3.GetObject',
      attempts: 3,
      phase: 'attempt',
      lastError: retry.cause,
    };
    expect(documentOf(event)).toStrictEqual({
      ...directive({ Name: 'CallsAtDeadline', ...COUNT }),
      CallsAtDeadline: 1,
      kind: 'deadline',
      attempts: 3,
      maxAttempts: 3,
      phase: 'attempt',
      requestTimeoutMs: 3_000,
      errorName: 'SlowDown',
      errorType: 'THROTTLING',
      errorClass: 'throttling',
      statusCode: 503,
      serviceRequestId: 'S3FIRST',
      ...ids,
      ...properties,
    });
  });

  test('a call in flight at the deadline, of which no attempt has ended', () => {
    const event: DeadlineEvent = {
      ...call,
      kind: 'deadline',
      eventName: 'deadline.s3.GetObject',
      attempts: 1,
      phase: 'attempt',
      lastError: undefined,
      requestTimeoutMs: 0,
    };
    expect(documentOf(event)).toStrictEqual({
      ...directive({ Name: 'CallsAtDeadline', ...COUNT }),
      CallsAtDeadline: 1,
      kind: 'deadline',
      attempts: 1,
      maxAttempts: 3,
      phase: 'attempt',
      requestTimeoutMs: 0,
      ...ids,
      ...properties,
    });
  });

  test('entries that a successful answer left undone', () => {
    const event: PartialFailureEvent = {
      ...call,
      kind: 'partial-failure',
      eventName: 'partial-failure.s3.GetObject',
      attempts: 1,
      retryableEntries: 4,
      finalEntries: 1,
      reasons: { ThrottlingException: 4, 'AccessDenied.1': 1 },
      errorClass: 'throttling',
      statusCode: 200,
      serviceRequestId: 'S3REQUEST',
      extendedRequestId: 'id-2=',
    };
    expect(documentOf(event)).toStrictEqual({
      ...directive({ Name: 'RetryableEntries', ...COUNT }),
      RetryableEntries: 4,
      kind: 'partial-failure',
      attempts: 1,
      maxAttempts: 3,
      finalEntries: 1,
      reason: 'AccessDenied.1,ThrottlingException',
      errorClass: 'throttling',
      statusCode: 200,
      serviceRequestId: 'S3REQUEST',
      extendedRequestId: 'id-2=',
      ...ids,
      ...properties,
    });
  });

  test.each([
    ['throttling', [{ Name: 'Throttles', ...COUNT }], { Throttles: 1 }],
    ['transient', [], {}],
  ] as const)('a response stream that broke: %s', (errorClass, metrics, values) => {
    const event: StreamErrorEvent = {
      ...call,
      ...failure,
      errorClass,
      kind: 'stream-error',
      eventName: 'stream-error.s3.GetObject',
      attempts: 1,
    };
    expect(documentOf(event)).toStrictEqual({
      ...directive(...metrics, { Name: 'StreamErrors', ...COUNT }),
      ...values,
      StreamErrors: 1,
      kind: 'stream-error',
      attempts: 1,
      maxAttempts: 3,
      errorName: 'SlowDown',
      errorType: 'THROTTLING',
      errorClass,
      statusCode: 503,
      serviceRequestId: 'S3REQUEST',
      extendedRequestId: 'id-2=',
      ...ids,
      ...properties,
    });
  });

  test('an invocation’s summary', () => {
    const event: SummaryEvent = {
      kind: 'summary',
      eventName: 'summary.s3.GetObject',
      service: 's3',
      operation: 'GetObject',
      timestamp: call.timestamp,
      requestId: call.requestId,
      properties: { coldStart: 'yes' },
      calls: 3,
      attempts: 4,
      retries: 1,
      callDurationsMs: [10, 20, 31],
    };
    expect(documentOf(event)).toStrictEqual({
      ...directive(
        { Name: 'Calls', ...COUNT },
        { Name: 'Attempts', ...COUNT },
        { Name: 'CallDuration', Unit: 'Milliseconds' },
      ),
      Calls: 3,
      Attempts: 4,
      CallDuration: [10, 20, 31],
      kind: 'summary',
      retries: 1,
      requestId: ids.requestId,
      coldStart: 'yes',
    });
  });
});

test.each(['contention', 'quota', 'misconfiguration'] as const)(
  'a first attempt that ended with %s has a document without a metric',
  (errorClass) => {
    const { _aws, kind, ...document } = documentOf({ ...retry, attempts: 1, ok: false, errorClass });
    expect({ metrics: _aws.CloudWatchMetrics, kind, errorClass: document.errorClass }).toEqual({
      metrics: [],
      kind: 'attempt',
      errorClass,
    });
  },
);

test.each([
  ['throttling', undefined],
  ['contention', undefined],
  ['transient', undefined],
  ['quota', 'yes'],
  ['misconfiguration', 'yes'],
] as const)('a retry because of %s: futile is %s', (errorClass, futile) => {
  expect(documentOf({ ...retry, cause: { ...retry.cause!, errorClass } }).futile).toBe(futile);
});

test.each([
  ['a first attempt that was not throttled', { ...retry, attempts: 1 }],
  ['a call that ended otherwise', { ...retry, kind: 'after-call', outcome: 'recovered' }],
])('%s gives no document', (_, event) => {
  expect(documentOf(event as ReportableEvent)).toBeUndefined();
});

describe('options', () => {
  const metadata = (options: DocumentOptions, event: ReportableEvent = retry) =>
    documentOf(event, options)._aws.CloudWatchMetrics[0];

  afterEach(() => {
    for (const name of ['NEEDS_RETRY_NAMESPACE', 'AWS_EMF_NAMESPACE', 'AWS_LAMBDA_FUNCTION_NAME'])
      delete process.env[name];
    for (const name of ['AWS_LAMBDA_LOG_FORMAT', 'AWS_LAMBDA_LOG_LEVEL']) delete process.env[name];
  });

  test('namespace: given, else of the environment', () => {
    process.env.AWS_EMF_NAMESPACE = 'emf';
    expect(metadata({}).Namespace).toBe('emf');
    process.env.NEEDS_RETRY_NAMESPACE = 'own';
    expect(metadata({}).Namespace).toBe('own');
    expect(metadata({ namespace: 'given' }).Namespace).toBe('given');
  });

  test('dimensions: constants in every set', () => {
    const document = documentOf(retry, {
      dimensions: { Stage: 'prod' },
      dimensionSets: [['ServiceId'], ['ServiceId', 'OperationName'], []],
    });
    expect(document).toMatchObject({ Stage: 'prod', ServiceId: 's3' });
    expect(document._aws.CloudWatchMetrics[0].Dimensions).toEqual([
      ['ServiceId', 'Stage'],
      ['ServiceId', 'OperationName', 'Stage'],
      ['Stage'],
    ]);
  });

  test('dimensions: constants only where a set names them', () => {
    const options = { dimensions: { Stage: 'prod' }, dimensionSets: [['ServiceId', 'Stage'], ['ServiceId']] };
    expect(metadata(options).Dimensions).toEqual([['ServiceId', 'Stage'], ['ServiceId']]);
  });

  test.each([
    [['a'], 256],
    [['a', 'b'], 256],
    [['a', 'b', 'c'], 170],
    [['a', 'b', 'c', 'd'], 128],
  ])('dimensionSets: properties %p share 512 bytes, so the values of each have at most %i', (names, most) => {
    const documentOf = emfDocuments({ dimensionSets: [names] });
    const valuesOf = (length: number) => {
      const properties = Object.fromEntries(names.map((name) => [name, name.repeat(length)]));
      const document = JSON.parse(documentOf({ ...retry, properties }, 0) ?? '');
      return names.map((name) => document[name]);
    };

    expect(valuesOf(most)).toEqual(names.map((name) => name.repeat(most)));
    expect(valuesOf(most + 1)).toEqual(names.map(() => '(other)'));
  });

  test('dimensionSets: a property as a dimension, absent, and past the limit', () => {
    const documents = emfDocuments({ dimensionSets: [['ServiceId', 'resource']], cardinalityLimit: 2 });
    const resourceOf = (resource: string | undefined) => {
      const event = { ...retry, properties: resource === undefined ? {} : { resource } };
      return JSON.parse(documents(event, 0) ?? '').resource;
    };
    const resources = ['a', 'b', 'c', 'a', undefined, '', 'naïve', 'c'];
    expect(resources.map(resourceOf)).toEqual([
      'a',
      'b',
      '(other)',
      'a',
      '(none)',
      '(none)',
      '(other)',
      '(other)',
    ]);
  });

  test('limits are reached, and not passed', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);
    const constants = (count: number) => Object.fromEntries(names(count).map((name) => [name, 'x']));
    const fixed = (length: number) => ({ dimensions: { A: 'a'.repeat(1_000), B: 'b'.repeat(length) } });
    const sizeOf = (length: number) => /got (\d+)\.$/.exec(messageOf(() => emfDocuments(fixed(length))))?.[1];
    const most = 1_000 - (Number(sizeOf(1_000)) - 2_048);

    expect(metadata({ dimensions: constants(28) }).Dimensions[0]).toHaveLength(30);
    expect(metadata({ dimensionSets: [names(30)] }).Dimensions[0]).toHaveLength(30);
    expect(documentOf(retry, fixed(most)).B).toHaveLength(most);
    expect(sizeOf(most + 1)).toBe('2049');
  });

  test.each([null, 1, 'Stage', [], [['Stage'], 'Stage']])(
    'dimensions and their sets may not be %j',
    (value) => {
      expect(() => emfDocuments({ dimensions: value as never })).toThrow(
        /^Expected `dimensions` to be an object/,
      );
      expect(() => emfDocuments({ dimensionSets: value as never })).toThrow(
        /^Expected `dimensionSets` to be a/,
      );
    },
  );

  test('a dimension’s name has up to 250 characters, a constant value up to 1,024', () => {
    const withLengths = (name: number, value: number) =>
      documentOf(retry, { dimensions: { ['n'.repeat(name)]: 'v'.repeat(value) } });

    expect(withLengths(250, 1_024)).toMatchObject({ ['n'.repeat(250)]: 'v'.repeat(1_024) });
    expect(() => withLengths(251, 1)).toThrow(/^Expected `dimensions` to be names of 1 to 250/);
    expect(() => withLengths(1, 1_025)).toThrow(/^Expected `dimensions\.n` to be 1 to 1,024/);
  });

  test.each([null, 1, ['a'], '', ' '])('a constant dimension may not be %j', (value) => {
    const message = 'Expected `dimensions.Stage` to be 1 to 1,024 ASCII characters, not all blank, got ';
    expect(messageOf(() => emfDocuments({ dimensions: { Stage: value as never } }))).toContain(message);
    const names = 'Expected `dimensionSets[0]` to be names of 1 to 250 ASCII characters';
    expect(messageOf(() => emfDocuments({ dimensionSets: [[value as never]] }))).toContain(names);
  });

  test('dimensionSets: a value that takes more room as JSON than it may have, or is all blank, is another', () => {
    const documentOf = emfDocuments({ dimensionSets: [['a']] });
    const shown = (a: string) => JSON.parse(documentOf({ ...retry, properties: { a } }, 0) ?? '').a;

    expect(['"'.repeat(128), '"'.repeat(129), '   ', ' x ', '\u0007x', 'x\u0007'].map(shown)).toEqual([
      '"'.repeat(128),
      '(other)',
      '(other)',
      ' x ',
      '(other)',
      '(other)',
    ]);
  });

  test('metrics: the values of the others stay as plain members', () => {
    const document = documentOf(retry, { metrics: ['Retries'] });
    expect(document).toMatchObject({ Retries: 1, Throttles: 0, RetryDelay: 52 });
    expect(document._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'Retries', Unit: 'Count' }]);
  });

  test('metrics: a document without a chosen one extracts nothing', () => {
    expect(documentOf(retry, { metrics: ['Calls'] })._aws.CloudWatchMetrics).toEqual([]);
  });

  test('storageResolution', () => {
    expect(metadata({ storageResolution: 1, metrics: ['Retries'] }).Metrics).toEqual([
      { Name: 'Retries', Unit: 'Count', StorageResolution: 1 },
    ]);
  });

  test('in Lambda: the function’s name', () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'orders';
    expect(documentOf(retry).functionName).toBe('orders');
  });

  test.each([
    [undefined, 'WARN'],
    ['INFO', 'WARN'],
    ['WARN', 'WARN'],
    ['ERROR', 'ERROR'],
    ['fatal', 'FATAL'],
  ])('in Lambda with JSON logs at level %s: level %s and an RFC 3339 timestamp', (configured, level) => {
    process.env.AWS_LAMBDA_LOG_FORMAT = 'JSON';
    if (configured !== undefined) process.env.AWS_LAMBDA_LOG_LEVEL = configured;
    expect(documentOf(retry)).toMatchObject({ level, timestamp: '2023-11-14T22:13:20.000Z' });
  });

  test('in Lambda with text logs: neither', () => {
    process.env.AWS_LAMBDA_LOG_FORMAT = 'Text';
    expect(Object.keys(documentOf(retry))).not.toEqual(expect.arrayContaining(['level']));
  });
});

describe('a namespace', () => {
  test.each(['a', 'x'.repeat(255), 'a:b/c.d#e_f-g h'])('may be %j', (namespace) => {
    expect(documentOf(retry, { namespace })._aws.CloudWatchMetrics[0].Namespace).toBe(namespace);
  });

  test.each(['', ' ', 'x'.repeat(256), ':a', 'AWS/S3', 'ä', 'a\nb'])('may not be %j', (namespace) => {
    expect(() => emfDocuments({ namespace })).toThrow(
      /^Expected `namespace` to be 1 to 255 of A-Z a-z 0-9 \. _ # : \/ - and space, not beginning with AWS\/ or a colon, got "/,
    );
  });
});

test.each([
  ['emfSink', () => emfSink({ buffer: 1 } as never), '`maxWaitMs`, `backlogBytes`'],
  ['emfDocuments', () => emfDocuments({ maxWaitMs: 1 } as never), '`cardinalityLimit`'],
])('%s names its options where it is given another', (name, create, last) => {
  expect(create).toThrow(
    new RegExp(`^Unknown option \`\\w+\` of ${name}: it takes \`namespace\`, .*${last}\\.$`),
  );
});

test('no message about an option can be counted as a line', () => {
  const forged = 'needs-retry.s3.X|increment|count=1';
  const mistakes: (() => unknown)[] = [
    () => emfDocuments({ namespace: forged }),
    () => emfDocuments({ dimensions: { [forged]: '' } }),
    () => emfDocuments({ [forged]: 1 } as never),
    () => emfDocuments({ metrics: [forged as never] }),
    () => emfDocuments({ metrics: Symbol(forged) as never }),
    () =>
      emfDocuments({ metrics: new (Object.defineProperty(class {}, 'name', { value: forged }))() as never }),
  ];
  for (const mistake of mistakes) {
    const message = messageOf(mistake);
    expect(message).toContain('needs-retry\\u002es3.X');
    expect(message).not.toContain('needs-retry.');
  }
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('Expected an error.');
}

test('dimensions of properties leave room, however they are written', () => {
  const names = Array.from({ length: 20 }, (_, i) => `dimension${i}`);
  const properties = Object.fromEntries(names.map((name) => [name, '"'.repeat(24)]));
  const dimensions = { Padding: 'x'.repeat(800) };
  const callDurationsMs = Array.from({ length: 100 }, (_, i) => 899_000 + i);
  const summary = {
    kind: 'summary',
    service: 's3',
    operation: 'GetObject',
    timestamp: 1,
    requestId: undefined,
  };
  const event = {
    ...summary,
    eventName: '',
    properties,
    calls: 100,
    attempts: 100,
    retries: 0,
    callDurationsMs,
  };

  const document = documentOf(event as ReportableEvent, { dimensions, dimensionSets: [names] });

  expect(document.CallDuration).toHaveLength(100);
  expect(Object.keys(document)).toEqual(expect.arrayContaining(names));
});

test('of more durations than a metric may have values, the first hundred are told', () => {
  const callDurationsMs = Array.from({ length: 101 }, (_, i) => i);
  const event = {
    kind: 'summary',
    service: 's3',
    operation: 'X',
    timestamp: 1,
    properties: {},
    callDurationsMs,
  };

  expect(documentOf(event as never).CallDuration).toEqual(callDurationsMs.slice(0, 100));
});

test('no dimension’s name can be counted as a line', () => {
  const document = emfDocuments({
    dimensions: { 'needs-retry.a': 'needs-retry.b' },
    dimensionSets: [['ServiceId', 'needs-retry.c']],
  })({ ...retry, properties: { 'needs-retry.c': 'needs-retry.d' } }, 0);

  expect(document).not.toContain('needs-retry.');
  expect(JSON.parse(document!)).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Dimensions: [['ServiceId', 'needs-retry.c', 'needs-retry.a']] }] },
    'needs-retry.a': 'needs-retry.b',
    'needs-retry.c': 'needs-retry.d',
  });
});

test('what is no value of a document is left out', () => {
  const junk = { a: {}, b: [1], c: null, d: () => 1, e: Symbol('e'), good: 1 };
  const event = { ...retry, statusCode: {}, requestId: [], delayMs: Number.NaN, properties: junk };
  const { good, RetryDelay, ...rest } = documentOf(event as never);
  expect([good, RetryDelay]).toEqual([1, 0]);
  expect(Object.keys(rest)).not.toEqual(expect.arrayContaining(['a', 'statusCode', 'requestId']));
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -Number.MAX_VALUE])(
  'a property that is the number %p is left out unless it is finite',
  (number) => {
    const { number: shown } = documentOf({ ...retry, properties: { number } });
    expect(shown).toBe(Number.isFinite(number) ? number : undefined);
  },
);

describe.each([
  ['plain', 'x'],
  ['of two bytes a character', 'ä'],
])('a document with properties that are %s', (_, character) => {
  const TRUNCATED = ',"truncated":"yes"';
  const documentsOf = emfDocuments();
  const most = 4_095;

  /** Its bytes beside `last` are the same for each length. */
  function textOf(lastLength: number, more: Properties = {}): string {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`p${i}`, character.repeat(120)]));
    const rest = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`r${i}`, 'x'.repeat(lastLength >> 3)]),
    );
    const properties = { ...many, ...rest, last: 'x'.repeat(lastLength & 7), ...more };
    return documentsOf({ ...retry, properties }, 0)!;
  }
  const fitting = most - Buffer.byteLength(textOf(0));

  test('is whole where it has as many bytes as a line may have', () => {
    expect(Buffer.byteLength(textOf(fitting))).toBe(most);
    expect(textOf(fitting)).not.toContain(TRUNCATED);
  });

  test('leaves a property out where it has one more', () => {
    const text = textOf(fitting + 1);
    expect(text).toContain(TRUNCATED);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
  });

  test('uses all room that the note of what is left out leaves', () => {
    const text = textOf(fitting - TRUNCATED.length, { more: 'x'.repeat(20) });
    expect(Buffer.byteLength(text)).toBe(most);
    expect(text).toContain(TRUNCATED);
    expect(text).not.toContain('"more"');
  });
});

test.each([
  ['an array', ['a'], { 0: 'a' }],
  ['a number', 1, {}],
  ['a string', 'ab', { 0: 'a', 1: 'b' }],
  [
    'of a class that tells its own JSON',
    new (class {
      a = 1;
      toJSON() {
        return { _aws: 'x' };
      }
    })(),
    { a: 1 },
  ],
])('properties of somebody else’s making that are %s leave the document whole', (_, odd, members) => {
  const bare = documentOf({ ...retry, properties: {} });
  expect(documentOf({ ...retry, properties: odd as never })).toStrictEqual({ ...bare, ...members });
});

test('lost lines are told', () => {
  expect(documentOf(retry, {}, 7).lostLines).toBe(7);
  expect(Object.keys(documentOf(retry, {}, 0))).not.toContain('lostLines');
});

describe('properties', () => {
  const withProperties = (own: Properties) => documentOf({ ...retry, properties: own });
  const bare = documentOf({ ...retry, properties: {} });

  test('overwrite no metric, no dimension, no member of ours and none of the platform', () => {
    const reserved = [
      ...Object.keys(bare),
      'Throttles',
      'Calls',
      'level',
      'timestamp',
      'message',
      'Service',
      'Environment',
    ];
    const hostile = Object.fromEntries(reserved.map((name) => [name, 'hostile']));
    expect(withProperties(hostile)).toEqual(bare);
  });

  test('that are long are cut, between characters', () => {
    const document = withProperties({ long: '😀'.repeat(200) });
    expect(document.long).toBe('😀'.repeat(128));
    expect(document.truncated).toBe('yes');
    expect(withProperties({ odd: `x${'😀'.repeat(200)}` }).odd).toBe(`x${'😀'.repeat(127)}`);
  });

  test('that are plain are cut from 257 characters on', () => {
    const plain = 'x'.repeat(256);
    expect(withProperties({ plain })).toEqual({ ...bare, plain });
    expect(withProperties({ plain: `${plain}x` })).toEqual({ ...bare, plain, truncated: 'yes' });
  });

  test('that do not fit are left out, and those that fit are there', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, 'x'.repeat(200)]));
    const document = withProperties({ ...many, last: 1 });
    expect(document.truncated).toBe('yes');
    expect(document.p0).toBe('x'.repeat(200));
    expect(document.p39).toBeUndefined();
    expect(document.last).toBe(1);
  });
});

describe('whatever the names, values and errors are', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 700 }),
    fc.constantFrom(
      'needs-retry.s3.X|increment|count=1',
      '"}\n{"_aws":1}',
      '\ud800',
      '__proto__',
      '_aws',
      '',
      '\u2028',
    ),
  );
  const value = fc.oneof(text, fc.double(), fc.integer(), fc.boolean());
  const name = fc.oneof(
    text,
    fc.constantFrom('Retries', 'ServiceId', 'kind', 'level', '__proto__', 'resource'),
  );
  const dictionary = fc
    .array(fc.tuple(name, value), { maxLength: 30 })
    .map((entries) => Object.fromEntries(entries) as Properties);
  const event = fc.record({
    service: text,
    operation: text,
    errorName: fc.option(text, { nil: undefined }),
    serviceRequestId: text,
    extendedRequestId: text,
    sdkInvocationId: text,
    region: text,
    requestId: text,
    statusCode: fc.option(fc.integer(), { nil: undefined }),
    attempts: fc.integer({ min: 2, max: 100 }),
    throttled: fc.boolean(),
    delayMs: fc.option(fc.nat(), { nil: undefined }),
    properties: dictionary,
  });
  const options = fc.constantFrom<DocumentOptions>(
    {},
    { dimensions: { Stage: 'prod', note: 'needs-retry.x' } },
    {
      dimensionSets: [
        ['ServiceId', 'resource'],
        ['a', 'b', 'c'],
      ],
      cardinalityLimit: 3,
    },
  );

  test('a document is one line of valid EMF of at most 4,096 bytes, with its metrics and dimensions', () => {
    fc.assert(
      fc.property(event, options, fc.nat({ max: 9 }), (facts, chosen, lostLines) => {
        const document = emfDocuments(chosen)({ ...retry, ...facts }, lostLines) ?? '';

        expect(document.endsWith('\n')).toBe(true);
        expect(emfProblems(document.slice(0, -1))).toEqual([]);
        expect(JSON.parse(document)).toMatchObject({
          Retries: 1,
          Throttles: facts.throttled ? 1 : 0,
          RetryDelay: facts.delayMs ?? 0,
          kind: 'attempt',
          attempts: facts.attempts,
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
