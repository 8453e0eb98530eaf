import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createRetryObserver, type ObservableClient } from '@needs-retry/core';
import { script } from '@needs-retry/testing';
import { normalizeV3Request } from '@opentelemetry/instrumentation-aws-sdk/build/src/utils.js';
import { openTelemetrySink } from '../src/index.js';
import { metering } from './support.js';

type Client = ObservableClient & {
  readonly config: { readonly serviceId: string };
  send(command: object): Promise<unknown>;
};
type Sdk = Readonly<Record<string, new (input: object) => unknown>>;

/** An operation of each service that needs no input to be sent; of one that has none, an input. */
const OPERATIONS: Readonly<Record<string, string | readonly [operation: string, input: object]>> = {
  'client-apigatewaymanagementapi': ['DeleteConnection', { ConnectionId: 'c' }],
  'client-bedrock-runtime': 'ListAsyncInvokes',
  'client-cloudwatch-logs': 'DescribeLogGroups',
  'client-dynamodb': 'ListTables',
  'client-eventbridge': 'ListEventBuses',
  'client-firehose': 'ListDeliveryStreams',
  'client-kinesis': 'ListStreams',
  'client-kms': 'ListKeys',
  'client-lambda': 'ListFunctions',
  'client-s3': 'ListBuckets',
  'client-scheduler': 'ListSchedules',
  'client-secrets-manager': 'ListSecrets',
  'client-sfn': 'ListStateMachines',
  'client-sns': 'ListTopics',
  'client-sqs': 'ListQueues',
  'client-ssm': 'DescribeParameters',
  'client-sts': 'GetCallerIdentity',
};

const PACKAGES = join(__dirname, '..', '..');
const folders = readdirSync(PACKAGES)
  .filter((folder) => folder.startsWith('client-'))
  .filter((folder) => existsSync(join(PACKAGES, folder, 'package.json')));

const config = {
  region: 'us-east-1',
  endpoint: 'https://example.com',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
};

test.each(folders)('%s: `rpc.service` is that of instrumentation-aws-sdk', async (folder) => {
  // The SDK's client, from where the adapter's own tests have it.
  const sdk = createRequire(join(PACKAGES, folder, 'package.json'))(`@aws-sdk/${folder}`) as Sdk;
  const clientClass = Object.keys(sdk).find((name) => /^[A-Z].*Client$/.test(name))!;
  const client = new sdk[clientClass]!(config) as Client;
  const operation = OPERATIONS[folder]!;
  const [name, input] = typeof operation === 'string' ? [operation, {}] : operation;
  const metrics = metering();
  const sink = openTelemetrySink({ meter: metrics.provider.getMeter('test') });
  createRetryObserver({ sinks: [sink] }).observe(client);
  script(client).reply(500, 'InternalFailure').reply(200);

  await client.send(new sdk[`${name}Command`]!(input) as object);

  const measured = await metrics.measured();
  await metrics.stop();
  const { serviceName } = normalizeV3Request(client.config.serviceId, `${name}Command`, input, undefined);
  expect(measured['aws_sdk.client.retries {retry}']).toEqual([
    [
      {
        'rpc.system': 'aws-api',
        'rpc.service': serviceName,
        'rpc.method': name,
        'aws_sdk.error.class': 'transient',
      },
      1,
    ],
  ]);
});
