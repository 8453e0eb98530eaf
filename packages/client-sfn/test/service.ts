import * as sdk from '@aws-sdk/client-sfn';
import type { Service } from '@needs-retry/service-contract';
import { sfnAdapter, observeSFN } from '../src/index.js';

export const service: Service = {
  title: 'Step Functions',
  sdk,
  client: sdk.SFNClient,
  adapter: sfnAdapter,
  observe: observeSFN,
  written: [],
  never: [],
  errors: [],
};
