import * as sdk from '@aws-sdk/client-scheduler';
import type { Service } from '@needs-retry/service-contract';
import { schedulerAdapter, observeScheduler } from '../src/index.js';

export const service: Service = {
  title: 'Scheduler',
  sdk,
  client: sdk.SchedulerClient,
  adapter: schedulerAdapter,
  observe: observeScheduler,
  written: [],
  never: [],
  errors: [],
};
