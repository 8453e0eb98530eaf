import * as sdk from '@aws-sdk/client-sts';
import type { Service } from '@needs-retry/service-contract';
import { stsAdapter, observeSTS } from '../src/index.js';

export const service: Service = {
  title: 'STS',
  sdk,
  client: sdk.STSClient,
  adapter: stsAdapter,
  observe: observeSTS,
  written: [],
  never: [],
  errors: [],
};
