import * as sdk from '@aws-sdk/client-sfn';
import type { Service } from '@needs-retry/service-contract';
import { observeSFN, sfnAdapter } from '../src/index.js';

const arn = (resource: string) => `arn:aws:states:us-east-1:123456789012:${resource}`;

export const service: Service = {
  title: 'Step Functions',
  sdk,
  client: sdk.SFNClient,
  adapter: sfnAdapter,
  observe: observeSFN,
  written: [
    {
      path: 'stateMachineArn',
      property: 'resource',
      values: [
        [arn('stateMachine:orders'), 'orders'],
        [arn('stateMachine:orders:live'), 'orders'],
        [arn('stateMachine:orders/secret-label'), 'orders'],
      ],
    },
    {
      path: 'executionArn',
      property: 'resource',
      values: [
        [arn('execution:orders:secret-execution'), 'orders'],
        [arn('express:orders:secret-execution:secret-id'), 'orders'],
      ],
    },
    {
      path: 'mapRunArn',
      property: 'resource',
      values: [[arn('mapRun:orders/secret-label:secret-id'), 'orders']],
    },
  ],
  never: ['input', 'name', 'taskToken', 'output', 'definition'],
  errors: [
    { code: 'ThrottlingException', status: 400, errorClass: 'throttling', retried: true },
    {
      code: 'KmsThrottlingException',
      operation: 'StartExecution',
      status: 400,
      errorClass: 'throttling',
      retried: false,
    },
    {
      code: 'ExecutionLimitExceeded',
      operation: 'StartExecution',
      status: 400,
      errorClass: 'quota',
      retried: false,
    },
    {
      code: 'ActivityWorkerLimitExceeded',
      operation: 'GetActivityTask',
      status: 400,
      errorClass: 'quota',
      retried: false,
    },
    { code: 'ServiceQuotaExceededException', status: 402, errorClass: 'quota', retried: false },
    { code: 'ExecutionAlreadyExists', status: 400, errorClass: undefined, retried: false },
  ],
};
