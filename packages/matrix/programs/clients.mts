import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3, S3Client } from '@aws-sdk/client-s3';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';

export const s3: S3Client = observeS3(new S3Client({}));
export const aggregated: S3 = observeS3(new S3({}));
export const dynamodb: DynamoDBClient = observeDynamoDB(new DynamoDBClient({}));
// @ts-expect-error another service's
observeS3(new DynamoDBClient({}));
