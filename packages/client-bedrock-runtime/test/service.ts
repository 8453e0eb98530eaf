import * as sdk from '@aws-sdk/client-bedrock-runtime';
import type { Service } from '@needs-retry/service-contract';
import { bedrockRuntimeAdapter, observeBedrockRuntime } from '../src/index.js';

export const service: Service = {
  title: 'Bedrock Runtime',
  sdk,
  client: sdk.BedrockRuntimeClient,
  adapter: bedrockRuntimeAdapter,
  observe: observeBedrockRuntime,
  written: [],
  never: [],
  errors: [],
};
