import * as sdk from '@aws-sdk/client-eventbridge';
import type { Service } from '@needs-retry/service-contract';
import { eventBridgeAdapter, observeEventBridge } from '../src/index.js';

export const service: Service = {
  title: 'EventBridge',
  sdk,
  client: sdk.EventBridgeClient,
  adapter: eventBridgeAdapter,
  observe: observeEventBridge,
  written: [],
  never: [],
  errors: [],
};
