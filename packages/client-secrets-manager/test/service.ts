import * as sdk from '@aws-sdk/client-secrets-manager';
import type { Service } from '@needs-retry/service-contract';
import { secretsManagerAdapter, observeSecretsManager } from '../src/index.js';

export const service: Service = {
  title: 'Secrets Manager',
  sdk,
  client: sdk.SecretsManagerClient,
  adapter: secretsManagerAdapter,
  observe: observeSecretsManager,
  written: [],
  never: [],
  errors: [],
};
