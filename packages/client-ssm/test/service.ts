import * as sdk from '@aws-sdk/client-ssm';
import type { Service } from '@needs-retry/service-contract';
import { observeSSM, ssmAdapter } from '../src/index.js';

export const service: Service = {
  title: 'Systems Manager',
  sdk,
  client: sdk.SSMClient,
  adapter: ssmAdapter,
  observe: observeSSM,
  written: [],
  never: ['Name', 'Value', 'Path', 'Parameters'],
  errors: [
    {
      code: 'ThrottlingException',
      operation: 'GetParameter',
      status: 400,
      errorClass: 'throttling',
      retried: true,
      fields: { QuotaCode: 'L-1234ABCD', ServiceCode: 'ssm' },
      properties: { throttlingReason: 'L-1234ABCD' },
    },
    {
      code: 'TooManyUpdates',
      operation: 'PutParameter',
      status: 400,
      errorClass: 'contention',
      retried: false,
    },
    { code: 'ParameterNotFound', status: 400, errorClass: undefined, retried: false },
  ],
};
