import * as sdk from '@aws-sdk/client-kinesis';
import type { Service } from '@needs-retry/service-contract';
import { kinesisAdapter, observeKinesis } from '../src/index.js';

export const service: Service = {
  title: 'Kinesis',
  sdk,
  client: sdk.KinesisClient,
  adapter: kinesisAdapter,
  observe: observeKinesis,
  written: [],
  never: [],
  errors: [],
};
