import type { Service } from '@needs-retry/service-contract';
import { service as apiGatewayManagementApi } from '../../client-apigatewaymanagementapi/test/service.js';
import { service as bedrockRuntime } from '../../client-bedrock-runtime/test/service.js';
import { service as cloudWatchLogs } from '../../client-cloudwatch-logs/test/service.js';
import { service as dynamoDB } from '../../client-dynamodb/test/service.js';
import { service as eventBridge } from '../../client-eventbridge/test/service.js';
import { service as firehose } from '../../client-firehose/test/service.js';
import { service as kinesis } from '../../client-kinesis/test/service.js';
import { service as kms } from '../../client-kms/test/service.js';
import { service as lambda } from '../../client-lambda/test/service.js';
import { service as s3 } from '../../client-s3/test/service.js';
import { service as scheduler } from '../../client-scheduler/test/service.js';
import { service as secretsManager } from '../../client-secrets-manager/test/service.js';
import { service as sfn } from '../../client-sfn/test/service.js';
import { service as sns } from '../../client-sns/test/service.js';
import { service as sqs } from '../../client-sqs/test/service.js';
import { service as ssm } from '../../client-ssm/test/service.js';
import { service as sts } from '../../client-sts/test/service.js';

export const services: readonly Service[] = [
  apiGatewayManagementApi,
  bedrockRuntime,
  cloudWatchLogs,
  dynamoDB,
  eventBridge,
  firehose,
  kinesis,
  kms,
  lambda,
  s3,
  scheduler,
  secretsManager,
  sfn,
  sns,
  sqs,
  ssm,
  sts,
];
