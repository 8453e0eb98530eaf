// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManager, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { observeSecretsManager } from '../../src/index.js';

export const client: SecretsManagerClient = observeSecretsManager(new SecretsManagerClient({}));
export const aggregated: SecretsManager = observeSecretsManager(new SecretsManager({}));
// @ts-expect-error another service's
observeSecretsManager(new S3Client({}));
// @ts-expect-error no client
observeSecretsManager({});
