// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { SSM, SSMClient } from '@aws-sdk/client-ssm';
import { observeSSM } from '../../src/index.js';

export const client: SSMClient = observeSSM(new SSMClient({}));
export const aggregated: SSM = observeSSM(new SSM({}));
// @ts-expect-error another service's
observeSSM(new S3Client({}));
// @ts-expect-error no client
observeSSM({});
