import * as sdk from '@aws-sdk/client-s3';
import type { Batch, Service } from '@needs-retry/service-contract';
import { observeS3, s3Adapter } from '../src/index.js';

const codes = {
  InternalError: 'retryable',
  SlowDown: 'retryable',
  ServiceUnavailable: 'retryable',
  AccessDenied: 'final',
  NoSuchVersion: 'final',
} as const;

const deleteObjects: Batch = {
  operation: 'DeleteObjects',
  codes,
  classes: { InternalError: 'transient', SlowDown: 'throttling', ServiceUnavailable: 'transient' },
  resource: () => 'photos',
  input: (count, text) => ({
    Bucket: 'photos',
    Delete: { Objects: Array.from({ length: count }, (_, i) => ({ Key: `${text}-${i}` })) },
  }),
  output: (given, text) => ({
    Deleted: given.flatMap((code, i) => (code === undefined ? [{ Key: `${text}-${i}` }] : [])),
    Errors: given.flatMap((Code, i) =>
      Code === undefined ? [] : [{ Key: `${text}-${i}`, Code, Message: text }],
    ),
  }),
};

export const service: Service = {
  title: 'S3',
  sdk,
  client: sdk.S3Client,
  config: { useArnRegion: true },
  adapter: s3Adapter,
  observe: observeS3,
  written: [
    {
      path: 'Bucket',
      property: 'resource',
      values: [
        ['photos', 'photos'],
        ['arn:aws:s3:us-east-1:123456789012:accesspoint/reports', 'reports'],
        ['arn:aws:s3:us-east-1:123456789012:accesspoint:reports', 'reports'],
        [
          'arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01234567890123456/accesspoint/reports',
          'reports',
        ],
        ['arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap', 'mfzwi23gnjvgw.mrap'],
        ['https://user:secret-password@photos.example/?token=secret-token', undefined],
      ],
    },
  ],
  never: ['Key', 'Body', 'CopySource', 'Metadata', 'Tagging', 'UploadId', 'SSECustomerKey'],
  errors: [
    { code: 'SlowDown', status: 503, errorClass: 'throttling', retried: true },
    { code: 'ServiceUnavailable', status: 503, errorClass: 'transient', retried: true },
    {
      code: 'Slow Down without a body',
      operation: 'HeadObject',
      status: 503,
      statusText: 'Slow Down',
      errorClass: 'throttling',
      retried: true,
    },
    { code: 'ConditionalRequestConflict', status: 409, errorClass: 'contention', retried: false },
    { code: 'OperationAborted', status: 409, errorClass: 'contention', retried: false },
    { code: 'BadDigest', status: 400, errorClass: undefined, retried: false },
    { code: 'NoSuchKey', status: 404, errorClass: undefined, retried: false },
  ],
  batches: [deleteObjects],
  inputs: { ChecksumAlgorithm: 'CRC32', RequestRoute: 'secret-route' },
};
