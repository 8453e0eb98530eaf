import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsEc2QueryProtocol } from '@aws-sdk/core/protocols';
import { script } from '../src/index.js';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };

interface AnyClient {
  readonly middlewareStack: S3Client['middlewareStack'];
  readonly config: object;
  send(command: object): Promise<Record<string, unknown> & { $metadata: Record<string, unknown> }>;
}

const SERVICES: readonly {
  readonly name: string;
  readonly client: () => object;
  readonly command: object;
  readonly wire: Record<string, unknown>;
  readonly member: string;
  readonly value: unknown;
}[] = [
  {
    name: 'S3 (rest-xml)',
    client: () => new S3Client(config),
    command: new ListBucketsCommand({}),
    wire: { Buckets: { Bucket: [{ Name: 'a & b' }, { Name: 'c' }] } },
    member: 'Buckets',
    value: [{ Name: 'a & b' }, { Name: 'c' }],
  },
  {
    name: 'DynamoDB (json 1.0)',
    client: () => new DynamoDBClient(config),
    command: new ListTablesCommand({}),
    wire: { TableNames: ['a', 'b'] },
    member: 'TableNames',
    value: ['a', 'b'],
  },
  {
    name: 'SQS (json 1.0)',
    client: () => new SQSClient(config),
    command: new ListQueuesCommand({}),
    wire: { QueueUrls: ['https://q'] },
    member: 'QueueUrls',
    value: ['https://q'],
  },
  {
    name: 'CloudWatch Logs (json 1.1)',
    client: () => new CloudWatchLogsClient(config),
    command: new DescribeLogGroupsCommand({}),
    wire: { logGroups: [{ logGroupName: 'a', storedBytes: 1 }] },
    member: 'logGroups',
    value: [{ logGroupName: 'a', storedBytes: 1 }],
  },
  {
    name: 'EC2 (ec2 query)',
    // EC2 alone speaks it, and its client has 30 MB. A smaller client reads and writes the same with the SDK's protocol of EC2.
    client: () => new SNSClient({ ...config, serviceId: 'EC2', protocol: AwsEc2QueryProtocol }),
    command: new ListTopicsCommand({}),
    wire: { Topics: { member: [{ TopicArn: 'a' }, { TopicArn: 'b' }] } },
    member: 'Topics',
    value: [{ TopicArn: 'a' }, { TopicArn: 'b' }],
  },
  {
    name: 'SNS (query)',
    client: () => new SNSClient(config),
    command: new ListTopicsCommand({}),
    wire: { Topics: { member: [{ TopicArn: 'a' }, { TopicArn: 'b' }] } },
    member: 'Topics',
    value: [{ TopicArn: 'a' }, { TopicArn: 'b' }],
  },
  {
    name: 'Lambda (rest-json)',
    client: () => new LambdaClient(config),
    command: new ListFunctionsCommand({}),
    wire: { Functions: [{ FunctionName: 'f' }] },
    member: 'Functions',
    value: [{ FunctionName: 'f' }],
  },
  {
    name: 'CloudWatch (cbor)',
    client: () => new CloudWatchClient(config),
    command: new ListMetricsCommand({}),
    wire: { Metrics: [{ Namespace: 'é', MetricName: 'm', Dimensions: [] }] },
    member: 'Metrics',
    value: [{ Namespace: 'é', MetricName: 'm', Dimensions: [] }],
  },
];

describe.each(SERVICES)('$name', ({ client: make, command, wire, member, value }) => {
  let client: AnyClient;
  beforeEach(() => {
    client = make() as AnyClient;
  });

  test('retries an error by its code, and reads the output', async () => {
    const replies = script(client)
      .reply(400, { code: 'ThrottlingException', message: 'slow <down>' })
      .reply(503, 'ServiceUnavailable')
      .reply(200, wire);

    const output = await client.send(command);

    expect(output[member]).toEqual(value);
    expect(output.$metadata).toMatchObject({
      attempts: 3,
      totalRetryDelay: 0,
      requestId: 'scripted-request-id',
    });
    replies.done();
  });

  test('takes an output without members', async () => {
    script(client).reply(200);

    const output = await client.send(command);

    expect(output.$metadata.httpStatusCode).toBe(200);
  });

  test('gives the caller code, message and members', async () => {
    script(client).reply(400, { code: 'Odd', message: 'a <b> & "c"', members: { Why: 'so' } });

    const error = await client.send(command).catch((error) => error);

    expect([error.name, error.message, error.Why, error.$metadata.attempts]).toEqual([
      'Odd',
      'a <b> & "c"',
      'so',
      1,
    ]);
  });
});
