// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { STS, STSClient } from '@aws-sdk/client-sts';
import { observeSTS } from '../../src/index.js';

export const client: STSClient = observeSTS(new STSClient({}));
export const aggregated: STS = observeSTS(new STS({}));
// @ts-expect-error another service's
observeSTS(new S3Client({}));
// @ts-expect-error no client
observeSTS({});
