import * as sdk from '@aws-sdk/client-kms';
import type { Service } from '@needs-retry/service-contract';
import { kmsAdapter, observeKMS } from '../src/index.js';

export const service: Service = {
  title: 'KMS',
  sdk,
  client: sdk.KMSClient,
  adapter: kmsAdapter,
  observe: observeKMS,
  written: [],
  never: [],
  errors: [],
};
