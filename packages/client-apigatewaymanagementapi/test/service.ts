import * as sdk from '@aws-sdk/client-apigatewaymanagementapi';
import type { Service } from '@needs-retry/service-contract';
import { apiGatewayManagementApiAdapter, observeApiGatewayManagementApi } from '../src/index.js';

export const service: Service = {
  title: 'API Gateway Management API',
  sdk,
  client: sdk.ApiGatewayManagementApiClient,
  config: { endpoint: 'https://abcdef.execute-api.us-east-1.amazonaws.com/production' },
  adapter: apiGatewayManagementApiAdapter,
  observe: observeApiGatewayManagementApi,
  written: [],
  never: ['ConnectionId', 'Data'],
  errors: [
    {
      code: 'LimitExceededException',
      operation: 'PostToConnection',
      status: 429,
      errorClass: 'throttling',
      retried: true,
    },
    {
      code: 'GoneException',
      operation: 'PostToConnection',
      status: 410,
      errorClass: undefined,
      retried: false,
    },
  ],
};
