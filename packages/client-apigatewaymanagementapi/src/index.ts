import type { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { defaultObserver, type RetryObserver } from '@needs-retry/core';
import { apiGatewayManagementApiAdapter } from './adapter.js';

export { apiGatewayManagementApiAdapter };

/**
 * Reports the retries of an API Gateway Management API client.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const apiGatewayManagementApi = observeApiGatewayManagementApi(new ApiGatewayManagementApiClient({}));
 */
export function observeApiGatewayManagementApi<Client extends ApiGatewayManagementApiClient>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, apiGatewayManagementApiAdapter);
}
