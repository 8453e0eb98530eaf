import type { Tally } from '@needs-retry/testing';
import type { LogEvent } from '../src/environments.js';

type Metrics = { readonly Retries?: number; readonly Throttles?: number; readonly RetriesExhausted?: number };

/** A document as the EMF sink writes it. */
export function document(ServiceId: string, OperationName: string, metrics: Metrics): string {
  return JSON.stringify({
    _aws: {
      Timestamp: 1_700_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'NeedsRetry',
          Dimensions: [['ServiceId', 'OperationName']],
          Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    ServiceId,
    OperationName,
    ...metrics,
  });
}

/** Two calls of each of two operations: one was throttled and then recovered, one was given up. */
export const messages: readonly string[] = [
  'START RequestId: 1 Version: $LATEST',
  document('s3', 'PutObject', { Throttles: 1 }),
  'needs-retry.s3.PutObject|increment|count=1',
  document('s3', 'PutObject', { Retries: 1, Throttles: 0 }),
  'needs-retry.dynamodb.GetItem|increment|count=1',
  document('dynamodb', 'GetItem', { Retries: 1, Throttles: 0 }),
  'needs-retry.dynamodb.GetItem|increment|count=1',
  document('dynamodb', 'GetItem', { Retries: 1, Throttles: 0 }),
  document('dynamodb', 'GetItem', { RetriesExhausted: 1 }),
  'REPORT RequestId: 1',
];

export const seen: readonly Tally[] = [
  { service: 'dynamodb', operation: 'GetItem', requests: 4, calls: 2, throttled: 0, faults: 3 },
  { service: 's3', operation: 'PutObject', requests: 3, calls: 2, throttled: 1, faults: 1 },
];

export function logOf(texts: readonly string[]): LogEvent[] {
  return texts.map((message, index) => ({ timestamp: 1_700_000_000_000 + index, message }));
}
