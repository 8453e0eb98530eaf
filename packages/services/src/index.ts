import { apiGatewayManagementApiAdapter } from '@needs-retry/client-apigatewaymanagementapi';
import { bedrockRuntimeAdapter } from '@needs-retry/client-bedrock-runtime';
import { cloudWatchLogsAdapter } from '@needs-retry/client-cloudwatch-logs';
import { dynamoDBAdapter } from '@needs-retry/client-dynamodb';
import { eventBridgeAdapter } from '@needs-retry/client-eventbridge';
import { firehoseAdapter } from '@needs-retry/client-firehose';
import { kinesisAdapter } from '@needs-retry/client-kinesis';
import { kmsAdapter } from '@needs-retry/client-kms';
import { lambdaAdapter } from '@needs-retry/client-lambda';
import { s3Adapter } from '@needs-retry/client-s3';
import { schedulerAdapter } from '@needs-retry/client-scheduler';
import { secretsManagerAdapter } from '@needs-retry/client-secrets-manager';
import { sfnAdapter } from '@needs-retry/client-sfn';
import { snsAdapter } from '@needs-retry/client-sns';
import { sqsAdapter } from '@needs-retry/client-sqs';
import { ssmAdapter } from '@needs-retry/client-ssm';
import { stsAdapter } from '@needs-retry/client-sts';
import type { ServiceAdapter } from '@needs-retry/core';

/**
 * The adapter of every service that has one.
 *
 * @example
 * observeAll(S3Client, { adapters });
 */
export const adapters: readonly ServiceAdapter[] = [
  apiGatewayManagementApiAdapter,
  bedrockRuntimeAdapter,
  cloudWatchLogsAdapter,
  dynamoDBAdapter,
  eventBridgeAdapter,
  firehoseAdapter,
  kinesisAdapter,
  kmsAdapter,
  lambdaAdapter,
  s3Adapter,
  schedulerAdapter,
  secretsManagerAdapter,
  sfnAdapter,
  snsAdapter,
  sqsAdapter,
  ssmAdapter,
  stsAdapter,
];
