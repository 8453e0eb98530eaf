import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { credentials } from '@needs-retry/fixtures';

type Endpoints = { readonly s3Endpoint: string; readonly dynamodbEndpoint: string };

const REGION = 'eu-west-1';

/** Makes what the examples find by their environment: by `TABLE` a table with an order, by `BUCKET` a bucket. */
export async function provide(
  { TABLE, BUCKET }: Readonly<Record<string, string>>,
  { s3Endpoint, dynamodbEndpoint }: Endpoints,
): Promise<void> {
  if (TABLE !== undefined) {
    const dynamodb = new DynamoDBClient({ endpoint: dynamodbEndpoint, region: REGION, credentials });
    await dynamodb.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
      }),
    );
    await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: { orderId: { S: 'o-0' } } }));
  }
  if (BUCKET !== undefined) {
    const s3 = new S3Client({ endpoint: s3Endpoint, region: REGION, credentials });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  }
}

/** The environment in which the SDK finds the proxy instead of AWS. */
export function awsEnvironment({ s3Endpoint, dynamodbEndpoint }: Endpoints): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3Endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
  };
}
