// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { SFN, SFNClient } from '@aws-sdk/client-sfn';
import { observeSFN } from '../../src/index.js';

export const client: SFNClient = observeSFN(new SFNClient({}));
export const aggregated: SFN = observeSFN(new SFN({}));
// @ts-expect-error another service's
observeSFN(new S3Client({}));
// @ts-expect-error no client
observeSFN({});
