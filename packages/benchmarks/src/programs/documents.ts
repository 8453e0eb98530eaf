// Part `documents`: the same retry as an EMF document, by the writer of the argument and by the floors, to whatever
// descriptor 1 is. Prints JSON to stderr.
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { emfDocuments, emfSink, lineSink } from '@needs-retry/core';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { Configuration, createMetricsLogger, Unit } from 'aws-embedded-metrics';
import { takeTurns, type Variant } from '../rounds.js';

const RETRY = retryEvent({
  eventName: 'needs-retry.dynamodb.GetItem',
  service: 'dynamodb',
  operation: 'GetItem',
  maxAttempts: 4,
  retryMode: 'standard',
  sdkVersion: '3.1164.0',
  sdkInvocationId: '144e9b93-1c08-4d05-91a9-c8fadd930d4d',
  timestamp: 1_700_000_000_000,
  durationMs: 12,
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  properties: { resource: 'orders', index: 'by-date' },
  serviceRequestId: 'PPRHAFJBR4YYGOW9V4HHM20EDWSQZUTWIXB0X2SRJOALZAYEJRYC',
  delayMs: 52,
  cause: {
    errorName: 'ThrottlingException',
    errorType: 'THROTTLING' as const,
    errorClass: 'throttling' as const,
    statusCode: 400,
    serviceRequestId: 'R',
    durationMs: 9,
  },
});

const [emf, line] = [emfSink(), lineSink()];
const powertools = new Metrics({ namespace: 'NeedsRetry' });
Configuration.environmentOverride = 'Local' as never;

const { AWS_LAMBDA_FUNCTION_NAME: FUNCTION } = process.env;

/** The document of a retry by hand, as a plain literal. */
function objectOf(event: typeof RETRY) {
  return {
    _aws: {
      Timestamp: event.timestamp,
      CloudWatchMetrics: [
        {
          Namespace: 'NeedsRetry',
          Dimensions: [['ServiceId', 'OperationName']],
          Metrics: [
            { Name: 'Retries', Unit: 'Count' },
            { Name: 'Throttles', Unit: 'Count' },
            { Name: 'RetryDelay', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    ServiceId: event.service,
    OperationName: event.operation,
    Retries: 1,
    Throttles: event.throttled ? 1 : 0,
    RetryDelay: event.delayMs,
    functionName: FUNCTION,
    kind: 'attempt',
    attempts: event.attempts,
    maxAttempts: event.maxAttempts,
    ok: event.ok ? 'yes' : 'no',
    cause: event.cause.errorName,
    causeType: event.cause.errorType,
    causeClass: event.cause.errorClass,
    causeStatusCode: event.cause.statusCode,
    causeDurationMs: event.cause.durationMs,
    statusCode: event.statusCode,
    serviceRequestId: event.serviceRequestId,
    sdkInvocationId: event.sdkInvocationId,
    region: event.region,
    retryMode: event.retryMode,
    sdkVersion: event.sdkVersion,
    durationMs: event.durationMs,
    requestId: event.requestId,
    resource: event.properties.resource,
    index: event.properties.index,
  };
}

/** What the document says beside metrics and dimensions, for libraries that take it member by member. */
const MEMBERS = Object.entries(objectOf(RETRY)).slice(6) as readonly [string, string][];

/** The document by hand, as a text, in which nothing is checked or escaped. */
function templateOf(event: typeof RETRY): string {
  return `{"_aws":{"Timestamp":${event.timestamp},"CloudWatchMetrics":[{"Namespace":"NeedsRetry","Dimensions":[["ServiceId","OperationName"]],"Metrics":[{"Name":"Retries","Unit":"Count"},{"Name":"Throttles","Unit":"Count"},{"Name":"RetryDelay","Unit":"Milliseconds"}]}]},"ServiceId":"${event.service}","OperationName":"${event.operation}","Retries":1,"Throttles":${event.throttled ? 1 : 0},"RetryDelay":${event.delayMs},"functionName":"${FUNCTION}","kind":"attempt","attempts":${event.attempts},"maxAttempts":${event.maxAttempts},"ok":"${event.ok ? 'yes' : 'no'}","cause":"${event.cause.errorName}","causeType":"${event.cause.errorType}","causeClass":"${event.cause.errorClass}","causeStatusCode":${event.cause.statusCode},"causeDurationMs":${event.cause.durationMs},"statusCode":${event.statusCode},"serviceRequestId":"${event.serviceRequestId}","sdkInvocationId":"${event.sdkInvocationId}","region":"${event.region}","retryMode":"${event.retryMode}","sdkVersion":"${event.sdkVersion}","durationMs":${event.durationMs},"requestId":"${event.requestId}","resource":"${event.properties.resource}","index":"${event.properties.index}"}\n`;
}

const each =
  (act: () => void): Variant =>
  (count) => {
    for (let i = 0; i < count; i++) act();
  };

const TEXT = emfDocuments()(RETRY, 0)!;
for (const text of [`${JSON.stringify(objectOf(RETRY))}\n`, templateOf(RETRY)]) {
  if (text !== TEXT) throw new Error(`Not the same document:\n${text}${TEXT}`);
}

/** The floor of writing: again, where somebody has made the descriptor non-blocking and it is full. */
function write(text: string): void {
  for (;;) {
    try {
      writeSync(1, text);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

const FLOORS: Record<string, Variant> = {
  'the write alone': each(() => write(TEXT)),
  'template and fs.writeSync': each(() => write(templateOf(RETRY))),
  'template and process.stdout.write': each(() => process.stdout.write(templateOf(RETRY))),
  'JSON.stringify and process.stdout.write': each(() =>
    process.stdout.write(`${JSON.stringify(objectOf(RETRY))}\n`),
  ),
};

const WRITERS: Record<string, Variant> = {
  'needs-retry, the document': each(() => emf.write(RETRY)),
  'needs-retry, the line': each(() => line.write(RETRY)),
  'Powertools Metrics': each(() => {
    powertools.addDimensions({ ServiceId: 'dynamodb', OperationName: 'GetItem' });
    powertools.addMetric('Retries', MetricUnit.Count, 1);
    powertools.addMetric('Throttles', MetricUnit.Count, 0);
    powertools.addMetric('RetryDelay', MetricUnit.Milliseconds, 52);
    for (const [name, value] of MEMBERS) powertools.addMetadata(name, value);
    powertools.publishStoredMetrics();
  }),
  'aws-embedded-metrics': async (count) => {
    for (let i = 0; i < count; i++) {
      const logger = createMetricsLogger();
      logger.setNamespace('NeedsRetry');
      logger.setDimensions({ ServiceId: 'dynamodb', OperationName: 'GetItem' });
      logger.putMetric('Retries', 1, Unit.Count);
      logger.putMetric('Throttles', 0, Unit.Count);
      logger.putMetric('RetryDelay', 52, Unit.Milliseconds);
      for (const [name, value] of MEMBERS) logger.setProperty(name, value);
      await logger.flush();
    }
  },
};

/** The 2nd to 21st of a fresh process, when the code is cold. */
function cold(variant: Variant): number {
  void variant(1);
  const since = process.hrtime.bigint();
  void variant(20);
  return Number(process.hrtime.bigint() - since) / 20;
}

// A batch fits into a pipe, and in the pauses its reader empties it: else those who wait pay for those who do not.
async function main(name: string, isCold: boolean): Promise<void> {
  const writer = { [name]: WRITERS[name] ?? FLOORS[name]! };
  const times = isCold
    ? { [name]: [cold(writer[name]!)] }
    : await takeTurns({ ...FLOORS, ...writer }, { rounds: 120, batch: 40, pause: () => setTimeout(2) });
  writeSync(2, JSON.stringify({ times }));
}

void main(process.argv[2]!, process.argv[3] === 'cold');
