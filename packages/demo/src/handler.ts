import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';

const s3 = observeS3(new S3Client({}));
const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));

export async function handler({ orderIds }: { orderIds: string[] }) {
  const results = await Promise.allSettled(orderIds.map(writeReceipt));
  const failed = orderIds.filter((_, index) => results[index]?.status === 'rejected');
  if (failed.length > 0) console.warn(`To be sent again: ${failed.join(', ')}`);
  return { failed };
}

async function writeReceipt(orderId: string) {
  const order = await dynamodb.send(new GetCommand({ TableName: 'orders', Key: { orderId } }));
  const template = await s3.send(new GetObjectCommand({ Bucket: 'shop', Key: 'receipt.txt' }));

  const text = await template.Body!.transformToString();
  const Body = text.replace('{total}', order.Item!.total);
  await s3.send(new PutObjectCommand({ Bucket: 'shop', Key: `receipts/${orderId}.txt`, Body }));

  const Item = { ...order.Item, status: 'receipt written' };
  await dynamodb.send(new PutCommand({ TableName: 'orders', Item }));
}
