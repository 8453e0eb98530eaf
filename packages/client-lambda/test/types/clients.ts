// Compiled by `pnpm typecheck`, never run.
import { Lambda, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { observeLambda } from '../../src/index.js';

export const client: LambdaClient = observeLambda(new LambdaClient({}));
export const aggregated: Lambda = observeLambda(new Lambda({}));
// @ts-expect-error another service's
observeLambda(new S3Client({}));
// @ts-expect-error no client
observeLambda({});
