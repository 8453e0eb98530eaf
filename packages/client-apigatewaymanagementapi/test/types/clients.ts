// Compiled by `pnpm typecheck`, never run.
import {
  ApiGatewayManagementApi,
  ApiGatewayManagementApiClient,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { S3Client } from '@aws-sdk/client-s3';
import { observeApiGatewayManagementApi } from '../../src/index.js';

export const client: ApiGatewayManagementApiClient = observeApiGatewayManagementApi(
  new ApiGatewayManagementApiClient({}),
);
export const aggregated: ApiGatewayManagementApi = observeApiGatewayManagementApi(
  new ApiGatewayManagementApi({}),
);
// @ts-expect-error another service's
observeApiGatewayManagementApi(new S3Client({}));
// @ts-expect-error no client
observeApiGatewayManagementApi({});
