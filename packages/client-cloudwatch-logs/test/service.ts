import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Leftovers, Service } from '@needs-retry/service-contract';
import { cloudWatchLogsAdapter, observeCloudWatchLogs } from '../src/index.js';

const arn = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders';

const logEvents = Array.from({ length: 9 }, (_, i) => ({ timestamp: i, message: 'secret-message' }));

function rejected(info: object, finalEntries: number, reasons: Record<string, number>): Leftovers {
  return {
    operation: 'PutLogEvents',
    input: { logGroupName: '/aws/lambda/orders', logStreamName: 'secret-stream', logEvents },
    output: { rejectedLogEventsInfo: info, nextSequenceToken: 'secret-token' },
    retryableEntries: 0,
    finalEntries,
    reasons,
    resource: '/aws/lambda/orders',
  };
}

export const service: Service = {
  title: 'CloudWatch Logs',
  sdk,
  client: sdk.CloudWatchLogsClient,
  adapter: cloudWatchLogsAdapter,
  observe: observeCloudWatchLogs,
  written: [
    { path: 'logGroupName', property: 'resource', values: [['/aws/lambda/orders', '/aws/lambda/orders']] },
    {
      path: 'logGroupIdentifier',
      property: 'resource',
      values: [
        ['/aws/lambda/orders', '/aws/lambda/orders'],
        [arn, '/aws/lambda/orders'],
        [`${arn}:*`, '/aws/lambda/orders'],
      ],
    },
    { path: 'logGroupNames.*', property: 'resource', values: [['/aws/lambda/orders', '/aws/lambda/orders']] },
    { path: 'logGroupIdentifiers.*', property: 'resource', values: [[arn, '/aws/lambda/orders']] },
  ],
  never: ['logEvents', 'filterPattern', 'queryString', 'logStreamName'],
  errors: [
    { code: 'ThrottlingException', status: 400, errorClass: 'throttling', retried: true },
    {
      code: 'LimitExceededException',
      operation: 'StartQuery',
      status: 400,
      errorClass: 'throttling',
      retried: true,
    },
    { code: 'ServiceUnavailableException', status: 500, errorClass: 'transient', retried: true },
    { code: 'ResourceNotFoundException', status: 400, errorClass: undefined, retried: false },
  ],
  leftovers: [
    rejected({ tooOldLogEventEndIndex: 2 }, 2, { TooOldLogEvent: 2 }),
    rejected({ tooNewLogEventStartIndex: 6 }, 3, { TooNewLogEvent: 3 }),
    rejected({ expiredLogEventEndIndex: 1, tooOldLogEventEndIndex: 3, tooNewLogEventStartIndex: 8 }, 4, {
      ExpiredLogEvent: 1,
      TooOldLogEvent: 2,
      TooNewLogEvent: 1,
    }),
    rejected({ expiredLogEventEndIndex: 3, tooOldLogEventEndIndex: 3 }, 3, { ExpiredLogEvent: 3 }),
  ],
};
