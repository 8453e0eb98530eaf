import * as sdk from '@aws-sdk/client-sns';
import type { Service } from '@needs-retry/service-contract';
import { snsAdapter, observeSNS } from '../src/index.js';

export const service: Service = {
  title: 'SNS',
  sdk,
  client: sdk.SNSClient,
  adapter: snsAdapter,
  observe: observeSNS,
  written: [],
  never: [],
  errors: [],
};
