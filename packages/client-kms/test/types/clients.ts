// Compiled by `pnpm typecheck`, never run.
import { KMS, KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { observeKMS } from '../../src/index.js';

export const client: KMSClient = observeKMS(new KMSClient({}));
export const aggregated: KMS = observeKMS(new KMS({}));
// @ts-expect-error another service's
observeKMS(new S3Client({}));
// @ts-expect-error no client
observeKMS({});
