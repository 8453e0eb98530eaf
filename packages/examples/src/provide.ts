import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { credentials, type Endpoints, REGION } from '@needs-retry/fixtures';

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
