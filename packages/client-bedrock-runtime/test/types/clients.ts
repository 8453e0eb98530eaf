// Compiled by `pnpm typecheck`, never run.
import { BedrockRuntime, BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { S3Client } from '@aws-sdk/client-s3';
import { observeBedrockRuntime } from '../../src/index.js';

export const client: BedrockRuntimeClient = observeBedrockRuntime(new BedrockRuntimeClient({}));
export const aggregated: BedrockRuntime = observeBedrockRuntime(new BedrockRuntime({}));
// @ts-expect-error another service's
observeBedrockRuntime(new S3Client({}));
// @ts-expect-error no client
observeBedrockRuntime({});
