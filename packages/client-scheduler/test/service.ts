import * as sdk from '@aws-sdk/client-scheduler';
import type { Service } from '@needs-retry/service-contract';
import { observeScheduler, schedulerAdapter } from '../src/index.js';

export const service: Service = {
  title: 'Scheduler',
  sdk,
  client: sdk.SchedulerClient,
  adapter: schedulerAdapter,
  observe: observeScheduler,
  written: [{ path: 'GroupName', property: 'resource', values: [['orders', 'orders']] }],
  never: ['Name', 'Target', 'ScheduleExpression', 'Description'],
  errors: [
    { code: 'ThrottlingException', status: 429, errorClass: 'throttling', retried: true },
    {
      code: 'ServiceQuotaExceededException',
      operation: 'CreateSchedule',
      status: 402,
      errorClass: 'quota',
      retried: false,
    },
    { code: 'ConflictException', status: 409, errorClass: undefined, retried: false },
  ],
};
