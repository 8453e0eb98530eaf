import type { ServiceAdapter } from '@needs-retry/core';
import { classifier } from '@needs-retry/core/adapter';

/** What only the management API of API Gateway knows. It tells no resource: a connection's id is a person's. */
export const apiGatewayManagementApiAdapter: ServiceAdapter = {
  service: 'apigatewaymanagementapi',

  classify: classifier(),
};
