import * as sdk from '@aws-sdk/client-apigatewaymanagementapi';
import type { Service } from '@needs-retry/service-contract';
import { apiGatewayManagementApiAdapter, observeApiGatewayManagementApi } from '../src/index.js';

export const service: Service = {
  title: 'API Gateway Management API',
  sdk,
  client: sdk.ApiGatewayManagementApiClient,
  adapter: apiGatewayManagementApiAdapter,
  observe: observeApiGatewayManagementApi,
  written: [],
  never: [],
  errors: [],
};
