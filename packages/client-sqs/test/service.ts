import * as sdk from '@aws-sdk/client-sqs';
import type { Service } from '@needs-retry/service-contract';
import { sqsAdapter, observeSQS } from '../src/index.js';

export const service: Service = {
  title: 'SQS',
  sdk,
  client: sdk.SQSClient,
  adapter: sqsAdapter,
  observe: observeSQS,
  written: [],
  never: [],
  errors: [],
};
