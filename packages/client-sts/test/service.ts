import * as sdk from '@aws-sdk/client-sts';
import type { Service } from '@needs-retry/service-contract';
import { observeSTS, stsAdapter } from '../src/index.js';

export const service: Service = {
  title: 'STS',
  sdk,
  client: sdk.STSClient,
  adapter: stsAdapter,
  observe: observeSTS,
  written: [
    {
      path: 'RoleArn',
      property: 'resource',
      values: [
        ['arn:aws:iam::123456789012:role/deploy', 'deploy'],
        ['arn:aws:iam::123456789012:role/service/secret-path/deploy', 'deploy'],
        ['arn:aws:sts::123456789012:assumed-role/deploy/secret-session', 'deploy'],
      ],
    },
  ],
  never: [
    'WebIdentityToken',
    'SAMLAssertion',
    'RoleSessionName',
    'ExternalId',
    'TokenCode',
    'the account id',
  ],
  errors: [
    { code: 'Throttling', status: 400, errorClass: 'throttling', retried: true },
    {
      code: 'IDPCommunicationErrorException',
      operation: 'AssumeRoleWithWebIdentity',
      status: 400,
      errorClass: 'transient',
      retried: true,
    },
    {
      code: 'ExpiredTokenException',
      operation: 'AssumeRoleWithWebIdentity',
      status: 400,
      errorClass: undefined,
      retried: false,
    },
  ],
};
