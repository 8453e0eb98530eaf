import * as sdk from '@aws-sdk/client-kinesis';
import type { Batch, Service } from '@needs-retry/service-contract';
import { kinesisAdapter, observeKinesis } from '../src/index.js';

const streamArn = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';
const accountInMessage = 'Rate exceeded for shard in stream orders under account 123456789012.';

const putRecords: Batch = {
  operation: 'PutRecords',
  codes: {
    ProvisionedThroughputExceededException: 'retryable',
    InternalFailure: 'retryable',
    KMSAccessDeniedException: 'final',
  },
  classes: { ProvisionedThroughputExceededException: 'throttling', InternalFailure: 'transient' },
  resource: () => 'orders',
  input: (count, text) => ({
    StreamName: 'orders',
    Records: Array.from({ length: count }, () => ({ PartitionKey: text, Data: Buffer.from(text) })),
  }),
  output: (given, text) => ({
    FailedRecordCount: given.filter((code) => code !== undefined).length,
    Records: given.map((ErrorCode) =>
      ErrorCode === undefined
        ? { SequenceNumber: text, ShardId: text }
        : { ErrorCode, ErrorMessage: `${accountInMessage} ${text}` },
    ),
  }),
};

export const service: Service = {
  title: 'Kinesis',
  sdk,
  client: sdk.KinesisClient,
  adapter: kinesisAdapter,
  observe: observeKinesis,
  written: [
    { path: 'StreamName', property: 'resource', values: [['orders', 'orders']] },
    { path: 'StreamARN', property: 'resource', values: [[streamArn, 'orders']] },
    {
      path: 'ConsumerARN',
      property: 'resource',
      values: [[`${streamArn}/consumer/secret-name:1528`, 'orders']],
    },
  ],
  never: [
    'PartitionKey',
    'Data',
    'ExplicitHashKey',
    'the account id, which is in the messages of failed records',
  ],
  errors: [
    { code: 'ProvisionedThroughputExceededException', status: 400, errorClass: 'throttling', retried: true },
    {
      code: 'KMSThrottlingException',
      operation: 'PutRecord',
      status: 400,
      errorClass: 'throttling',
      retried: false,
    },
    {
      code: 'LimitExceededException',
      operation: 'DescribeStream',
      status: 400,
      errorClass: 'throttling',
      retried: true,
    },
    {
      code: 'LimitExceededException',
      operation: 'CreateStream',
      status: 400,
      errorClass: 'quota',
      retried: true,
    },
    { code: 'ResourceNotFoundException', status: 400, errorClass: undefined, retried: false },
  ],
  // The SDK reads the ARN of a stream in them.
  inputs: {
    ResourceARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/secret-stream',
    ChannelARN: 'arn:aws:kinesis:us-east-1:123456789012:channel/secret-channel',
  },
  batches: [putRecords],
  streams: [
    {
      operation: 'SubscribeToShard',
      input: {
        ConsumerARN: `${streamArn}/consumer/secret-name:1528`,
        ShardId: 'secret-shard',
        StartingPosition: { Type: 'LATEST' },
      },
      member: 'EventStream',
      event: [
        'SubscribeToShardEvent',
        { Records: [], ContinuationSequenceNumber: 'secret-1', MillisBehindLatest: 0 },
      ],
      exceptions: {
        KMSThrottlingException: 'throttling',
        InternalFailureException: 'transient',
        ResourceNotFoundException: undefined,
      },
    },
  ],
};
