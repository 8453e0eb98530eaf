import { createRetryObserver, emfSink, lineSink, type NeedsRetryEvent } from '@needs-retry/core';
import { destination, pino } from 'pino';

// By default pino holds what the descriptor does not take, and goes on later, in the middle of a line.
const { count, sync } = JSON.parse(process.argv[2] ?? '{}') as { count: number; sync: boolean };
const logger = sync ? pino({ base: null }, destination({ sync })) : pino({ base: null });
const observer = createRetryObserver({ sinks: [lineSink(), emfSink()] });

for (let round = 0; round < count; round++) {
  logger.info({ round, note: 'x'.repeat(500) }, 'order');
  observer.emit(retry(round));
  if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

function retry(round: number): NeedsRetryEvent {
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
    properties: { round },
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
