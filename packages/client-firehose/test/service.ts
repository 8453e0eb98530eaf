import * as sdk from '@aws-sdk/client-firehose';
import type { Batch, Service } from '@needs-retry/service-contract';
import { firehoseAdapter, observeFirehose } from '../src/index.js';

const putRecordBatch: Batch = {
  operation: 'PutRecordBatch',
  codes: {
    ServiceUnavailableException: 'retryable',
    InternalFailure: 'retryable',
    InvalidKMSResourceException: 'final',
  },
  classes: { ServiceUnavailableException: 'throttling', InternalFailure: 'transient' },
  resource: () => 'orders',
  input: (count, text) => ({
    DeliveryStreamName: 'orders',
    Records: Array.from({ length: count }, () => ({ Data: Buffer.from(text) })),
  }),
  output: (given, text) => ({
    FailedPutCount: given.filter((code) => code !== undefined).length,
    RequestResponses: given.map((ErrorCode) =>
      ErrorCode === undefined ? { RecordId: text } : { ErrorCode, ErrorMessage: text },
    ),
  }),
};

export const service: Service = {
  title: 'Firehose',
  sdk,
  client: sdk.FirehoseClient,
  adapter: firehoseAdapter,
  observe: observeFirehose,
  written: [{ path: 'DeliveryStreamName', property: 'resource', values: [['orders', 'orders']] }],
  never: ['Data', 'the destinations'],
  errors: [
    {
      code: 'ServiceUnavailableException',
      operation: 'PutRecord',
      status: 503,
      errorClass: 'throttling',
      retried: true,
    },
    {
      code: 'LimitExceededException',
      operation: 'CreateDeliveryStream',
      status: 400,
      errorClass: 'throttling',
      retried: true,
    },
    { code: 'ConcurrentModificationException', status: 400, errorClass: 'contention', retried: false },
    { code: 'ResourceNotFoundException', status: 400, errorClass: undefined, retried: false },
  ],
  batches: [putRecordBatch],
};
