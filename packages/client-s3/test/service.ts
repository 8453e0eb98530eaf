import * as sdk from '@aws-sdk/client-s3';
import type { Service } from '@needs-retry/service-contract';
import { s3Adapter, observeS3 } from '../src/index.js';

export const service: Service = {
  title: 'S3',
  sdk,
  client: sdk.S3Client,
  adapter: s3Adapter,
  observe: observeS3,
  written: [],
  never: [],
  errors: [],
};
