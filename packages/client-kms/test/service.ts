import * as sdk from '@aws-sdk/client-kms';
import type { Service } from '@needs-retry/service-contract';
import { kmsAdapter, observeKMS } from '../src/index.js';

export const service: Service = {
  title: 'KMS',
  sdk,
  client: sdk.KMSClient,
  adapter: kmsAdapter,
  observe: observeKMS,
  written: [],
  never: ['KeyId', 'Plaintext', 'CiphertextBlob', 'EncryptionContext'],
  errors: [
    {
      code: 'ThrottlingException',
      operation: 'Decrypt',
      status: 400,
      errorClass: 'throttling',
      retried: true,
    },
    {
      code: 'LimitExceededException',
      operation: 'CreateKey',
      status: 400,
      errorClass: 'quota',
      retried: true,
    },
    {
      code: 'KeyUnavailableException',
      operation: 'Decrypt',
      status: 500,
      errorClass: 'transient',
      retried: true,
    },
    { code: 'NotFoundException', status: 400, errorClass: undefined, retried: false },
  ],
};
