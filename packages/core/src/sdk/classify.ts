import type { ErrorClass, ErrorType } from '../event.js';
import { isObject, type SdkError } from './client.js';

/**
 * Classifies an error as the SDK's retry middleware does: throttling, then transient, then server, then client.
 * An `AbortError` is `ABORTED`. Never throws.
 *
 * Source: `service-error-classification` of `@smithy/core` 3.41, whose lists and package differ by version.
 */
export function classifyError(error: unknown): ErrorType {
  try {
    if (!isObject(error)) return 'CLIENT_ERROR';
    if (isAbort(error)) return 'ABORTED';
    if (isThrottling(error)) return 'THROTTLING';
    if (isTransient(error, 0)) return 'TRANSIENT';
    const status = statusOf(error);
    return status >= 500 && status <= 599 ? 'SERVER_ERROR' : 'CLIENT_ERROR';
  } catch {
    return 'CLIENT_ERROR';
  }
}

/** The class that the SDK's own type tells. */
export function classOfType(errorType: ErrorType | undefined): ErrorClass | undefined {
  return errorType === 'THROTTLING' ? 'throttling' : errorType === 'TRANSIENT' ? 'transient' : undefined;
}

export function isErrorClass(value: unknown): value is ErrorClass {
  return CLASSES.includes(value);
}

const CLASSES: readonly unknown[] = ['throttling', 'contention', 'quota', 'misconfiguration', 'transient'];

const isAbort = (error: SdkError): boolean => error.name === 'AbortError';

function isThrottling(error: SdkError): boolean {
  return (
    statusOf(error) === 429 ||
    THROTTLING_NAMES.includes(error.name) ||
    // biome-ignore lint/suspicious/noDoubleEquals: so does the SDK
    error.$retryable?.throttling == true
  );
}

function isTransient(error: SdkError, depth: number): boolean {
  if (isAbort(error)) return false;
  const { name, code, cause } = error;
  return (
    error.$retryable !== undefined ||
    Boolean(error.$metadata?.clockSkewCorrected) ||
    TRANSIENT_NAMES.includes(name) ||
    TRANSIENT_CODES.includes(code) ||
    TRANSIENT_STATUS.includes(statusOf(error)) ||
    (name === 'InvalidSignatureException' && messageOf(error).includes('Signature expired')) ||
    (code === 'ERR_HTTP2_STREAM_ERROR' && messageOf(error).includes('NGHTTP2_REFUSED_STREAM')) ||
    (error instanceof TypeError && BROWSER_NETWORK_MESSAGES.includes(error.message)) ||
    (isObject(cause) && depth <= 10 && isTransient(cause, depth + 1))
  );
}

const statusOf = (error: SdkError): number => Number(error.$metadata?.httpStatusCode ?? 0);
const messageOf = (error: SdkError): string => String(error.message);

const THROTTLING_NAMES: readonly unknown[] = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
];
const TRANSIENT_NAMES: readonly unknown[] = ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException'];
const TRANSIENT_CODES: readonly unknown[] = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
const TRANSIENT_STATUS: readonly number[] = [500, 502, 503, 504];
const BROWSER_NETWORK_MESSAGES: readonly string[] = [
  'Failed to fetch',
  'NetworkError when attempting to fetch resource',
  'The Internet connection appears to be offline',
  'Load failed',
  'Network request failed',
];
