import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsEc2QueryProtocol } from '@aws-sdk/core/protocols';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { script } from '../src/index.js';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };

interface AnyClient {
  readonly middlewareStack: S3Client['middlewareStack'];
  readonly config: object;
  send(command: object): Promise<Record<string, unknown> & { $metadata: Record<string, unknown> }>;
}

/** CBOR writes lengths in one, two, three and five bytes. */
const METRICS = [1, 23, 24, 255, 256, 65_535, 65_536].map((length) => ({
  Namespace: 'é',
  MetricName: 'm'.repeat(length),
  Dimensions: [],
}));

const SERVICES: readonly {
  readonly name: string;
  readonly client: () => object;
  readonly command: object;
  readonly wire: Record<string, unknown>;
  readonly member: string;
  readonly value: unknown;
  readonly contentType: string;
}[] = [
  {
    name: 'S3 (rest-xml)',
    client: () => new S3Client(config),
    command: new ListBucketsCommand({}),
    wire: { Buckets: { Bucket: [{ Name: 'a & b' }, { Name: 'c' }] } },
    member: 'Buckets',
    value: [{ Name: 'a & b' }, { Name: 'c' }],
    contentType: 'application/xml',
  },
  {
    name: 'DynamoDB (json 1.0)',
    client: () => new DynamoDBClient(config),
    command: new ListTablesCommand({}),
    wire: { TableNames: ['a', 'b'] },
    member: 'TableNames',
    value: ['a', 'b'],
    contentType: 'application/x-amz-json-1.0',
  },
  {
    name: 'SQS (json 1.0)',
    client: () => new SQSClient(config),
    command: new ListQueuesCommand({}),
    wire: { QueueUrls: ['https://q'] },
    member: 'QueueUrls',
    value: ['https://q'],
    contentType: 'application/x-amz-json-1.0',
  },
  {
    name: 'CloudWatch Logs (json 1.1)',
    client: () => new CloudWatchLogsClient(config),
    command: new DescribeLogGroupsCommand({}),
    wire: { logGroups: [{ logGroupName: 'a', storedBytes: 1 }] },
    member: 'logGroups',
    value: [{ logGroupName: 'a', storedBytes: 1 }],
    contentType: 'application/x-amz-json-1.1',
  },
  {
    name: 'EC2 (ec2 query)',
    // EC2 alone speaks it, and its client has 30 MB. A smaller client reads and writes the same with the SDK's protocol of EC2.
    client: () => new SNSClient({ ...config, serviceId: 'EC2', protocol: AwsEc2QueryProtocol }),
    command: new ListTopicsCommand({}),
    wire: { Topics: { member: [{ TopicArn: 'a' }, { TopicArn: 'b' }] } },
    member: 'Topics',
    value: [{ TopicArn: 'a' }, { TopicArn: 'b' }],
    contentType: 'text/xml',
  },
  {
    name: 'SNS (query)',
    client: () => new SNSClient(config),
    command: new ListTopicsCommand({}),
    wire: { Topics: { member: [{ TopicArn: 'a' }, { TopicArn: 'b' }] } },
    member: 'Topics',
    value: [{ TopicArn: 'a' }, { TopicArn: 'b' }],
    contentType: 'text/xml',
  },
  {
    name: 'Lambda (rest-json)',
    client: () => new LambdaClient(config),
    command: new ListFunctionsCommand({}),
    wire: { Functions: [{ FunctionName: 'f' }] },
    member: 'Functions',
    value: [{ FunctionName: 'f' }],
    contentType: 'application/json',
  },
  {
    name: 'CloudWatch (cbor)',
    // What its client speaks by itself has changed with its versions.
    client: () => new CloudWatchClient({ ...config, protocol: SmithyRpcV2CborProtocol }),
    command: new ListMetricsCommand({}),
    wire: { Metrics: METRICS },
    member: 'Metrics',
    value: METRICS,
    contentType: 'application/cbor',
  },
];

describe.each(SERVICES)('$name', ({ client: make, command, wire, member, value, contentType }) => {
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

  test('answers in the content type of the protocol', async () => {
    script(client).reply(200, wire);
    let response: unknown;
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        response = result.response;
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );

    await client.send(command);

    expect(response).toMatchObject({ headers: { 'content-type': contentType } });
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
