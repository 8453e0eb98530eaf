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
  readonly retries: number;
  readonly throttles: number;
  readonly delaysMs: readonly number[];
  readonly gaveUp: number;
  readonly retryableEntries: number | undefined;
  readonly finalEntries: number;
  readonly streamErrors: number;
  readonly callsAtDeadline: number;
  readonly calls: number;
  readonly summaryRetries: number;
  readonly isFutile: boolean;
  readonly attempts: number | undefined;
  readonly maxAttempts: number | undefined;
  readonly ok: string | undefined;
  readonly gaveUpBecause: string | undefined;
  readonly phase: string | undefined;
  readonly cause: string | undefined;
  readonly causeClass: string | undefined;
  readonly causeDurationMs: number | undefined;
  readonly reason: string | undefined;
  readonly errorName: string | undefined;
  readonly errorClass: string | undefined;
  readonly serviceRequestId: string | undefined;
  readonly sdkInvocationId: string | undefined;
  readonly retryMode: string | undefined;
  readonly requestTimeoutMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly functionName: string | undefined;
  readonly requestId: string | undefined;
  readonly coldStart: string | undefined;
  readonly resource: string | undefined;
  readonly throttlingReason: string | undefined;
  readonly throttlingResource: string | undefined;
  readonly isTruncated: boolean;
  readonly lostLines: number;
};

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
    ...{ service, operation, kind, isBurst: fields.text('kind') === 'burst' },
    documents: fields.number('documents') ?? 1,
    time: fields.number('_aws.Timestamp') ?? written,
    ...metricsIn(fields),
    ...resultIn(fields),
    ...placeIn(fields),
  };
}

const KINDS = new Set(['attempt', 'gave-up', 'partial-failure', 'stream-error', 'deadline', 'summary']);

/** Undefined for a document of somebody else's, such as those of the AWS SDK for Java, which has our dimensions. */
function kindIn(fields: Fields): string | undefined {
  const own = fields.text('kind');
  const kind = own === 'burst' ? fields.text('burstOf') : own;
  if (kind !== undefined) return KINDS.has(kind) ? kind : undefined;
  return fields.numbers('Retries').length > 0 ? 'attempt' : undefined;
}

function metricsIn(fields: Fields) {
  const count = (name: string) => Math.max(0, fields.number(name) ?? 0);
  return {
    retries: count('Retries'),
    throttles: count('Throttles'),
    delaysMs: fields.numbers('RetryDelay'),
    gaveUp: count('RetriesExhausted'),
    retryableEntries: fields.number('RetryableEntries'),
    finalEntries: count('finalEntries'),
    streamErrors: count('StreamErrors'),
    callsAtDeadline: count('CallsAtDeadline'),
    calls: count('Calls'),
    summaryRetries: count('retries'),
    isFutile: fields.text('futile') === 'yes',
    isTruncated: fields.text('truncated') === 'yes',
    lostLines: count('lostLines'),
  };
}

function resultIn(fields: Fields) {
  return {
    attempts: fields.number('attempts'),
    maxAttempts: fields.number('maxAttempts'),
    ok: fields.text('ok'),
    gaveUpBecause: fields.text('gaveUpBecause'),
    phase: fields.text('phase'),
    cause: fields.text('cause'),
    causeClass: fields.text('causeClass'),
    causeDurationMs: fields.number('causeDurationMs'),
    reason: fields.text('reason'),
    errorName: fields.text('errorName'),
    errorClass: fields.text('errorClass'),
    requestTimeoutMs: fields.number('requestTimeoutMs'),
    durationMs: fields.number('durationMs'),
    throttlingReason: fields.text('throttlingReason'),
    throttlingResource: fields.text('throttlingResource'),
  };
}

function placeIn(fields: Fields) {
  return {
    serviceRequestId: fields.text('serviceRequestId'),
    sdkInvocationId: fields.text('sdkInvocationId'),
    retryMode: fields.text('retryMode'),
    functionName: fields.text('functionName'),
    requestId: fields.text('requestId'),
    coldStart: fields.text('coldStart'),
    resource: fields.text('resource'),
  };
}
