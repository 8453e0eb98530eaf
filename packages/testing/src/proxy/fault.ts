import type { ServiceError } from '../wire/answer.js';

/** What happens to a request instead of its answer, or before it. */
export type Fault = AnswerFault | ResetFault | UnprocessedFault | SlowFault;

/** An answer in the service's own words. */
export type AnswerFault = KnownFault | ErrorFault;

/** `throttling`, status 500, or status 503, with the code that the service uses for it. */
export interface KnownFault {
  readonly kind: 'throttling' | 'internal-error' | 'unavailable';
}

export interface ErrorFault extends ServiceError {
  readonly kind: 'error';
  readonly status: number;
}

/** The connection is closed without an answer. */
export interface ResetFault {
  readonly kind: 'reset';
}

/** Of a `BatchWriteItem`: succeeds, but leaves the last item of each table unprocessed. */
export interface UnprocessedFault {
  readonly kind: 'unprocessed';
}

/** Waits, then passes the request on, or does what `next` says. */
export interface SlowFault {
  readonly kind: 'slow';
  readonly delayMs: number;
  readonly next?: Exclude<Fault, SlowFault>;
}

type Known = KnownFault['kind'];
type StatusAndCode = readonly [status: number, code: string];

const USUAL: Readonly<Record<Known, StatusAndCode>> = {
  throttling: [400, 'ThrottlingException'],
  'internal-error': [500, 'InternalFailure'],
  unavailable: [503, 'ServiceUnavailable'],
};

// Services that use other codes.
const OWN: Readonly<Record<string, Partial<Record<Known, StatusAndCode>>>> = {
  s3: { throttling: [503, 'SlowDown'], 'internal-error': [500, 'InternalError'] },
  dynamodb: {
    throttling: [400, 'ProvisionedThroughputExceededException'],
    'internal-error': [500, 'InternalServerError'],
  },
  lambda: { throttling: [429, 'TooManyRequestsException'], 'internal-error': [500, 'ServiceException'] },
  kinesis: { throttling: [400, 'ProvisionedThroughputExceededException'] },
  sqs: { throttling: [403, 'RequestThrottled'] },
  sns: { throttling: [429, 'Throttled'] },
};

/** The status and the error that an answer says. */
export function errorOf(service: string, fault: AnswerFault): Omit<ErrorFault, 'kind'> {
  if (fault.kind === 'error') {
    const { kind: _, ...error } = fault;
    return error;
  }
  const [status, code] = OWN[service]?.[fault.kind] ?? USUAL[fault.kind];
  return { status, code };
}
