import * as sdk from '@aws-sdk/client-lambda';
import type { Service } from '@needs-retry/service-contract';
import { lambdaAdapter, observeLambda } from '../src/index.js';

export const service: Service = {
  title: 'Lambda',
  sdk,
  client: sdk.LambdaClient,
  adapter: lambdaAdapter,
  observe: observeLambda,
  written: [],
  never: [],
  errors: [],
};
