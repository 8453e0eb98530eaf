// Compiled, never run.
import { DynamoDB, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocument, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { observeDynamoDB } from '../../src/index.js';

export const client: DynamoDBClient = observeDynamoDB(new DynamoDBClient({}));
export const aggregated: DynamoDB = observeDynamoDB(new DynamoDB({}));
export const documentClient: DynamoDBDocumentClient = observeDynamoDB(DynamoDBDocumentClient.from(client));
export const document: DynamoDBDocument = observeDynamoDB(DynamoDBDocument.from(client));
// @ts-expect-error another service's
observeDynamoDB(new S3Client({}));
// @ts-expect-error no client
observeDynamoDB({});
