import type { ErrorClass, RetryEvent } from '@needs-retry/core';
import type { Attributes } from '@opentelemetry/api';

/**
 * The names of attributes. Those without `aws_sdk.` are the semantic conventions' own, as in
 * https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/.
 */
export const ATTRIBUTE = {
  rpcSystem: 'rpc.system',
  rpcService: 'rpc.service',
  rpcMethod: 'rpc.method',
  region: 'cloud.region',
  requestId: 'aws.request_id',
  extendedRequestId: 'aws.extended_request_id',
  resendCount: 'http.request.resend_count',
  statusCode: 'http.response.status_code',
  errorType: 'error.type',
  errorClass: 'aws_sdk.error.class',
  retryCause: 'aws_sdk.retry.cause',
  retryCauseStatusCode: 'aws_sdk.retry.cause_status_code',
  retryDelay: 'aws_sdk.retry.delay',
  retryAfter: 'aws_sdk.retry.retry_after',
  gaveUpBecause: 'aws_sdk.gave_up_because',
  attempts: 'aws_sdk.attempts',
  retryable: 'aws_sdk.retryable',
  retryableEntries: 'aws_sdk.retryable_entries',
  finalEntries: 'aws_sdk.final_entries',
  phase: 'aws_sdk.phase',
} as const;

/** What every metric and every span event has: which operation of which service. */
export function callAttributes({
  service,
  operation,
}: Pick<RetryEvent, 'service' | 'operation'>): Attributes {
  return {
    [ATTRIBUTE.rpcSystem]: 'aws-api',
    [ATTRIBUTE.rpcService]: serviceName(service),
    [ATTRIBUTE.rpcMethod]: operation,
  };
}

/** The class of an error; no attribute where it has none. */
export function classAttribute(errorClass: ErrorClass | undefined): Attributes {
  return errorClass === undefined ? {} : { [ATTRIBUTE.errorClass]: errorClass };
}

/** Without the members that are undefined, which an exporter would write as empty values. */
export function known(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/**
 * A service as `@opentelemetry/instrumentation-aws-sdk` names it: the SDK's own service id without its spaces. Of services
 * that are not in the table each word begins with a capital: `rds-data` is `RdsData`.
 */
function serviceName(service: string): string {
  return NAMES[service] ?? service.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

// Those whose capitals the name in events does not tell.
const NAMES: Readonly<Record<string, string>> = {
  apigatewaymanagementapi: 'ApiGatewayManagementApi',
  cloudformation: 'CloudFormation',
  cloudfront: 'CloudFront',
  cloudwatch: 'CloudWatch',
  'cloudwatch-logs': 'CloudWatchLogs',
  dynamodb: 'DynamoDB',
  'dynamodb-streams': 'DynamoDBStreams',
  ec2: 'EC2',
  ecr: 'ECR',
  ecs: 'ECS',
  eventbridge: 'EventBridge',
  iam: 'IAM',
  kms: 'KMS',
  'rds-data': 'RDSData',
  sesv2: 'SESv2',
  sfn: 'SFN',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'SSM',
  sts: 'STS',
};
