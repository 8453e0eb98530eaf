import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { credentials, type Endpoints, REGION } from '@needs-retry/fixtures';

/** What the handler finds in S3 and DynamoDB. */
export type Shop = {
  /** Takes so many new orders. */
  order(count: number): Promise<readonly string[]>;
};

/** Opens the shop: a bucket with the template of receipts, and a table of orders. */
export async function openShop({ s3Endpoint, dynamodbEndpoint }: Endpoints): Promise<Shop> {
  const s3 = new S3Client({ endpoint: s3Endpoint, region: REGION, credentials });
  const dynamodb = new DynamoDBClient({ endpoint: dynamodbEndpoint, region: REGION, credentials });

  await s3.send(new CreateBucketCommand({ Bucket: 'shop' }));
  await s3.send(
    new PutObjectCommand({ Bucket: 'shop', Key: 'receipt.txt', Body: 'You paid {total}. Thank you!\n' }),
  );
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
    }),
  );

  let orders = 0;
  return {
    async order(count) {
      const orderIds = Array.from({ length: count }, () => `order-${++orders}`);
      for (const batch of inBatches(orderIds, MAX_BATCH_WRITE)) {
        await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { orders: batch.map(putOrder) } }));
      }
      return orderIds;
    },
  };
}

export function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

const MAX_BATCH_WRITE = 25;

function putOrder(orderId: string): WriteRequest {
  const total = `€${(Number(orderId.replace(/\D/g, '')) * 7.35) % 100}`;
  return { PutRequest: { Item: { orderId: { S: orderId }, total: { S: total } } } };
}
