// Compiled by `pnpm typecheck`, never run.
import { Kinesis, KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { observeKinesis } from '../../src/index.js';

export const client: KinesisClient = observeKinesis(new KinesisClient({}));
export const aggregated: Kinesis = observeKinesis(new Kinesis({}));
// @ts-expect-error another service's
observeKinesis(new S3Client({}));
// @ts-expect-error no client
observeKinesis({});
