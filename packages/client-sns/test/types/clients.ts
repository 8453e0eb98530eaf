// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { SNS, SNSClient } from '@aws-sdk/client-sns';
import { observeSNS } from '../../src/index.js';

export const client: SNSClient = observeSNS(new SNSClient({}));
export const aggregated: SNS = observeSNS(new SNS({}));
// @ts-expect-error another service's
observeSNS(new S3Client({}));
// @ts-expect-error no client
observeSNS({});
