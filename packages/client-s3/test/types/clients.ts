// Compiled by `pnpm typecheck`, never run.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3, S3Client } from '@aws-sdk/client-s3';
import { observeS3 } from '../../src/index.js';

export const client: S3Client = observeS3(new S3Client({}));
export const aggregated: S3 = observeS3(new S3({}));
// @ts-expect-error another service's
observeS3(new DynamoDBClient({}));
// @ts-expect-error no client
observeS3({});
