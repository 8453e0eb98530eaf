import * as sdk from '@aws-sdk/client-sns';
import type { Batch, Service } from '@needs-retry/service-contract';
import { observeSNS, snsAdapter } from '../src/index.js';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:orders';

const publishBatch: Batch = {
  operation: 'PublishBatch',
  codes: { InternalError: 'retryable', KMSThrottling: 'retryable', InvalidParameter: 'final' },
  classes: { InternalError: 'transient', KMSThrottling: 'throttling' },
  resource: () => 'orders',
  input: (count, text) => ({
    TopicArn: topicArn,
    PublishBatchRequestEntries: Array.from({ length: count }, (_, i) => ({
      Id: `${text}-${i}`,
      Message: text,
    })),
  }),
  output: (given, text) => ({
    Successful: given.flatMap((code, i) =>
      code === undefined ? [{ Id: `${text}-${i}`, MessageId: text }] : [],
    ),
    Failed: given.flatMap((Code, i) => {
      if (Code === undefined) return [];
      const SenderFault = Code !== 'InternalError' && Code !== 'KMSThrottling';
      return [{ Id: `${text}-${i}`, Code, SenderFault, Message: text }];
    }),
  }),
};

export const service: Service = {
  title: 'SNS',
  sdk,
  client: sdk.SNSClient,
  adapter: snsAdapter,
  observe: observeSNS,
  written: [
    {
      path: 'TopicArn',
      property: 'resource',
      values: [
        [topicArn, 'orders'],
        [`${topicArn}.fifo`, 'orders.fifo'],
      ],
    },
    {
      path: 'TargetArn',
      property: 'resource',
      values: [
        [topicArn, 'orders'],
        ['arn:aws:sns:us-east-1:123456789012:endpoint/GCM/secret-app/secret-device', undefined],
      ],
    },
    {
      path: 'SubscriptionArn',
      property: 'resource',
      values: [[`${topicArn}:secret-subscription`, 'orders']],
    },
  ],
  never: ['PhoneNumber', 'Message', 'Subject', 'MessageAttributes', 'Endpoint', 'EndpointArn'],
  errors: [
    { code: 'ThrottledException', status: 429, errorClass: 'throttling', retried: true },
    {
      code: 'KMSThrottlingException',
      operation: 'Publish',
      status: 400,
      errorClass: 'throttling',
      retried: false,
    },
    { code: 'NotFoundException', status: 404, errorClass: undefined, retried: false },
  ],
  batches: [publishBatch],
};
