// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { SQS, SQSClient } from '@aws-sdk/client-sqs';
import { observeSQS } from '../../src/index.js';

export const client: SQSClient = observeSQS(new SQSClient({}));
export const aggregated: SQS = observeSQS(new SQS({}));
// @ts-expect-error another service's
observeSQS(new S3Client({}));
// @ts-expect-error no client
observeSQS({});
