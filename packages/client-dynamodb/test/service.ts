import * as sdk from '@aws-sdk/client-dynamodb';
import type { Service } from '@needs-retry/service-contract';
import { dynamoDBAdapter, observeDynamoDB } from '../src/index.js';

export const service: Service = {
  title: 'DynamoDB',
  sdk,
  client: sdk.DynamoDBClient,
  adapter: dynamoDBAdapter,
  observe: observeDynamoDB,
  written: [],
  never: [],
  errors: [],
};
