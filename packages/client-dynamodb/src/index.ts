import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { defaultObserver, type ObservableClient, type RetryObserver } from '@needs-retry/core';
import { dynamoDBAdapter } from './adapter.js';

export { dynamoDBAdapter };

/** A `DynamoDBClient`, a `DynamoDB`, or a document client, which has a DynamoDB client's configuration. */
export type ObservableDynamoDB = ObservableClient & Pick<DynamoDBClient, 'config'>;

/**
 * Reports the retries of a DynamoDB client. A document client and the client it was made from are one: observe either.
 *
 * @returns the same client
 * @throws TypeError if it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));
 */
export function observeDynamoDB<Client extends ObservableDynamoDB>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, dynamoDBAdapter);
}
