import * as sdk from '@aws-sdk/client-ssm';
import type { Service } from '@needs-retry/service-contract';
import { ssmAdapter, observeSSM } from '../src/index.js';

export const service: Service = {
  title: 'Systems Manager',
  sdk,
  client: sdk.SSMClient,
  adapter: ssmAdapter,
  observe: observeSSM,
  written: [],
  never: [],
  errors: [],
};
