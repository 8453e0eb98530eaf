import type { Fields } from './fields.js';

/** A document of needs-retry. */
export type Document = {
  /** Of a burst that of the documents it stands for. */
  readonly kind: string;
  readonly isBurst: boolean;
  /** How many it stands for. */
  readonly documents: number;
  /** Epoch milliseconds, of the event it tells of. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly metrics: Metrics;
  readonly result: Result;
  readonly call: Call;
};

type Metrics = ReturnType<typeof metricsIn>;
type Result = ReturnType<typeof resultIn>;
type Call = ReturnType<typeof callIn>;

export const DOCUMENT_FIELDS = [
  ...['ServiceId', 'OperationName', 'kind', 'burstOf', 'documents', '_aws.Timestamp'],
  ...['Retries', 'Throttles', 'RetryDelay', 'RetriesExhausted', 'RetryableEntries', 'StreamErrors'],
  ...['CallsAtDeadline', 'Calls', 'finalEntries', 'retries', 'futile', 'attempts', 'maxAttempts', 'ok'],
  ...[
    'gaveUpBecause',
    'phase',
    'cause',
    'causeClass',
    'causeDurationMs',
    'reason',
    'errorName',
    'errorClass',
  ],
  ...['serviceRequestId', 'sdkInvocationId', 'retryMode', 'requestTimeoutMs', 'durationMs', 'functionName'],
  ...[
    'requestId',
    'coldStart',
    'resource',
    'throttlingReason',
    'throttlingResource',
    'truncated',
    'lostLines',
  ],
];

/** Reads the event that `fields` points at, written at `written`; undefined: it is no document of ours. */
export function documentIn(fields: Fields, written: number): Document | undefined {
  const service = fields.text('ServiceId');
  const operation = fields.text('OperationName');
  const kind = kindIn(fields);
  if (service === undefined || operation === undefined || kind === undefined) return undefined;
  return {
    kind,
    isBurst: fields.text('kind') === 'burst',
    documents: fields.number('documents') ?? 1,
    time: fields.number('_aws.Timestamp') ?? written,
    service,
    operation,
    resource: fields.text('resource'),
    metrics: metricsIn(fields),
    result: resultIn(fields),
    call: callIn(fields),
  };
}

const KINDS = new Set(['attempt', 'gave-up', 'partial-failure', 'stream-error', 'deadline', 'summary']);

/** Undefined for a document of somebody else's, such as those of the AWS SDK for Java, which has our dimensions. */
function kindIn(fields: Fields): string | undefined {
  const own = fields.text('kind');
  const kind = own === 'burst' ? fields.text('burstOf') : own;
  if (kind !== undefined) return KINDS.has(kind) ? kind : undefined;
  return METRICS.find(([metric]) => fields.numbers(metric).length > 0)?.[1];
}

/** What a document is whose `kind` was left out on its way, by its metric. */
const METRICS = [
  ['Retries', 'attempt'],
  ['StreamErrors', 'stream-error'],
  ['Throttles', 'attempt'],
  ['RetriesExhausted', 'gave-up'],
  ['RetryableEntries', 'partial-failure'],
  ['CallsAtDeadline', 'deadline'],
] as const;

function metricsIn(fields: Fields) {
  const delaysMs = fields.numbers('RetryDelay');
  return {
    retries: countIn(fields, 'Retries'),
    throttles: countIn(fields, 'Throttles'),
    delaysMs,
    waitedMs: delaysMs.reduce((sum, delay) => sum + delay, 0),
    gaveUp: countIn(fields, 'RetriesExhausted'),
    /** Undefined: it tells of no partial failure. */
    retryableEntries: fields.number('RetryableEntries'),
    finalEntries: countIn(fields, 'finalEntries'),
    streamErrors: countIn(fields, 'StreamErrors'),
    callsAtDeadline: countIn(fields, 'CallsAtDeadline'),
    calls: countIn(fields, 'Calls'),
    /** Of a summary. */
    summaryRetries: countIn(fields, 'retries'),
  };
}

function countIn(fields: Fields, name: string): number {
  return Math.max(0, fields.number(name) ?? 0);
}

function resultIn(fields: Fields) {
  return {
    ok: fields.text('ok'),
    gaveUpBecause: fields.text('gaveUpBecause'),
    phase: fields.text('phase'),
    cause: fields.text('cause'),
    causeClass: fields.text('causeClass'),
    causeDurationMs: fields.number('causeDurationMs'),
    isFutile: fields.text('futile') === 'yes',
    reason: fields.text('reason'),
    errorName: fields.text('errorName'),
    errorClass: fields.text('errorClass'),
    durationMs: fields.number('durationMs'),
    throttlingReason: fields.text('throttlingReason'),
    throttlingResource: fields.text('throttlingResource'),
  };
}

function callIn(fields: Fields) {
  return {
    attempts: fields.number('attempts'),
    maxAttempts: fields.number('maxAttempts'),
    sdkInvocationId: fields.text('sdkInvocationId'),
    serviceRequestId: fields.text('serviceRequestId'),
    requestId: fields.text('requestId'),
    functionName: fields.text('functionName'),
    retryMode: fields.text('retryMode'),
    requestTimeoutMs: fields.number('requestTimeoutMs'),
    coldStart: fields.text('coldStart'),
    isTruncated: fields.text('truncated') === 'yes',
    lostLines: countIn(fields, 'lostLines'),
  };
}
