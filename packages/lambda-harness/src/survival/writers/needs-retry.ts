import { createRetryObserver, type NeedsRetryEvent } from '@needs-retry/core';
import { PADDING, type Writer } from '../handler.js';

// In Lambda: the log line and the EMF document.
const observer = createRetryObserver();

export const write: Writer = (index) => observer.emit(retry(index));

function retry(survivalLine: number): NeedsRetryEvent {
  return {
    kind: 'needs-retry',
    eventName: 'needs-retry.s3.ListBuckets',
    service: 's3',
    operation: 'ListBuckets',
    attempts: 2,
    maxAttempts: 3,
    sdkInvocationId: undefined,
    region: 'eu-west-1',
    timestamp: Date.now(),
    durationMs: 20,
    requestId: undefined,
    properties: { survivalLine, padding: PADDING },
    ok: true,
    output: undefined,
    throttled: false,
    delayMs: 50,
    cause: undefined,
    error: undefined,
    errorName: undefined,
    errorCode: undefined,
    errorType: undefined,
    statusCode: 200,
    serviceRequestId: undefined,
    extendedRequestId: undefined,
  };
}
