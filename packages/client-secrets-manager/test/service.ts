import * as sdk from '@aws-sdk/client-secrets-manager';
import type { Batch, Service } from '@needs-retry/service-contract';
import { observeSecretsManager, secretsManagerAdapter } from '../src/index.js';

const batchGetSecretValue: Batch = {
  operation: 'BatchGetSecretValue',
  codes: {
    InternalServiceError: 'retryable',
    ResourceNotFoundException: 'final',
    AccessDeniedException: 'final',
    DecryptionFailure: 'final',
  },
  classes: { InternalServiceError: 'transient' },
  resource: () => undefined,
  input: (count, text) => ({ SecretIdList: Array.from({ length: count }, (_, i) => `${text}-${i}`) }),
  output: (given, text) => ({
    SecretValues: given.flatMap((code) => (code === undefined ? [{ Name: text, SecretString: text }] : [])),
    Errors: given.flatMap((ErrorCode) =>
      ErrorCode === undefined ? [] : [{ SecretId: text, ErrorCode, Message: text }],
    ),
  }),
};

export const service: Service = {
  title: 'Secrets Manager',
  sdk,
  client: sdk.SecretsManagerClient,
  adapter: secretsManagerAdapter,
  observe: observeSecretsManager,
  written: [],
  never: ['SecretId', 'Name', 'SecretString', 'SecretBinary'],
  errors: [
    { code: 'ThrottlingException', status: 400, errorClass: 'throttling', retried: true },
    { code: 'LimitExceededException', status: 400, errorClass: 'quota', retried: true },
    { code: 'InternalServiceError', status: 500, errorClass: 'transient', retried: true },
    { code: 'ResourceNotFoundException', status: 400, errorClass: undefined, retried: false },
  ],
  batches: [batchGetSecretValue],
};
