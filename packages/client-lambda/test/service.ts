import * as sdk from '@aws-sdk/client-lambda';
import type { Service } from '@needs-retry/service-contract';
import { lambdaAdapter, observeLambda } from '../src/index.js';

export const service: Service = {
  title: 'Lambda',
  sdk,
  client: sdk.LambdaClient,
  adapter: lambdaAdapter,
  observe: observeLambda,
  written: [
    {
      path: 'FunctionName',
      property: 'resource',
      values: [
        ['orders', 'orders'],
        ['orders:live', 'orders'],
        ['123456789012:function:orders', 'orders'],
        ['arn:aws:lambda:us-east-1:123456789012:function:orders', 'orders'],
        ['arn:aws:lambda:us-east-1:123456789012:function:orders:live', 'orders'],
        ['arn:aws:lambda:us-east-1:123456789012:function:orders:$LATEST', 'orders'],
      ],
    },
  ],
  never: ['Payload', 'ClientContext', 'TenantId', 'the qualifier', 'the account id'],
  errors: [
    {
      code: 'TooManyRequestsException',
      operation: 'Invoke',
      status: 429,
      errorClass: 'throttling',
      retried: true,
      fields: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
      properties: { throttlingReason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    },
    { code: 'EC2ThrottledException', status: 502, errorClass: 'throttling', retried: true },
    {
      code: 'SnapStartNotReadyException',
      operation: 'Invoke',
      status: 409,
      errorClass: 'transient',
      retried: false,
    },
    ...[
      'KMSAccessDeniedException',
      'KMSDisabledException',
      'KMSInvalidStateException',
      'KMSNotFoundException',
      'InvalidSubnetIDException',
      'InvalidSecurityGroupIDException',
      'InvalidRuntimeException',
      'InvalidZipFileException',
      'EC2AccessDeniedException',
    ].map((code) => ({
      code,
      operation: 'Invoke',
      status: 502,
      errorClass: 'misconfiguration' as const,
      retried: true,
    })),
    {
      code: 'ENILimitReachedException',
      operation: 'Invoke',
      status: 502,
      errorClass: 'transient',
      retried: true,
    },
    { code: 'ResourceNotFoundException', status: 404, errorClass: undefined, retried: false },
  ],
  streams: [
    {
      operation: 'InvokeWithResponseStream',
      input: { FunctionName: 'orders', Payload: '{"secret-payload":1}' },
      member: 'EventStream',
      event: ['InvokeComplete', { ErrorCode: 'secret-of-the-function', ErrorDetails: 'secret-details' }],
      exceptions: {
        ThrottlingException: 'throttling',
        InternalFailure: 'transient',
        ServiceException: undefined,
      },
    },
  ],
};
