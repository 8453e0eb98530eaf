import * as sdk from '@aws-sdk/client-sqs';
import type { Batch, Service } from '@needs-retry/service-contract';
import { observeSQS, sqsAdapter } from '../src/index.js';

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/orders';

export const service: Service = {
  title: 'SQS',
  sdk,
  client: sdk.SQSClient,
  config: { md5: false, useQueueUrlAsEndpoint: false },
  adapter: sqsAdapter,
  observe: observeSQS,
  written: [
    {
      path: 'QueueUrl',
      property: 'resource',
      values: [
        [queueUrl, 'orders'],
        ['https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo', 'orders.fifo'],
        ['https://sqs.us-east-1.amazonaws.com/123456789012/orders?secret-token', 'orders'],
        ['https://queue.amazonaws.com/123456789012', undefined],
        ['/123456789012/orders', 'orders'],
        ['orders', 'orders'],
      ],
    },
    { path: 'QueueName', property: 'resource', values: [['orders', 'orders']] },
  ],
  never: ['Id', 'MessageBody', 'MessageAttributes', 'ReceiptHandle', 'the account id'],
  errors: [
    { code: 'KmsThrottled', status: 400, errorClass: 'throttling', retried: false },
    { code: 'OverLimit', status: 403, errorClass: 'quota', retried: false },
    { code: 'RequestThrottled', status: 403, errorClass: 'throttling', retried: true },
    { code: 'QueueDoesNotExist', status: 400, errorClass: undefined, retried: false },
  ],
  batches: [
    batch('SendMessageBatch', (entry, text) => ({ ...entry, MessageBody: text })),
    batch('DeleteMessageBatch', (entry, text) => ({ ...entry, ReceiptHandle: text })),
    batch('ChangeMessageVisibilityBatch', (entry, text) => ({ ...entry, ReceiptHandle: text })),
  ],
};

function batch(operation: string, entryOf: (entry: object, text: string) => object): Batch {
  const codes = {
    InternalError: 'retryable',
    'KMS.ThrottlingException': 'retryable',
    InvalidMessageContents: 'final',
  } as const;
  return {
    operation,
    codes,
    classes: { InternalError: 'transient', 'KMS.ThrottlingException': 'throttling' },
    resource: () => 'orders',
    input: (count, text) => ({
      QueueUrl: queueUrl,
      Entries: Array.from({ length: count }, (_, i) => entryOf({ Id: `${text}-${i}` }, text)),
    }),
    output: (given, text) => ({
      Successful: given.flatMap((code, i) =>
        code === undefined ? [{ Id: `${text}-${i}`, MessageId: text }] : [],
      ),
      Failed: given.flatMap((code, i) => {
        if (code === undefined) return [];
        const isOurs = (codes as Batch['codes'])[code] !== 'retryable';
        return [{ Id: `${text}-${i}`, SenderFault: isOurs, Code: code, Message: text }];
      }),
    }),
  };
}
