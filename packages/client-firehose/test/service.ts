import * as sdk from '@aws-sdk/client-firehose';
import type { Service } from '@needs-retry/service-contract';
import { firehoseAdapter, observeFirehose } from '../src/index.js';

export const service: Service = {
  title: 'Firehose',
  sdk,
  client: sdk.FirehoseClient,
  adapter: firehoseAdapter,
  observe: observeFirehose,
  written: [],
  never: [],
  errors: [],
};
