import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { observeAll } from '@needs-retry/core';
import { adapters } from '@needs-retry/services';

// Every client of the process, also those that libraries make.
observeAll(S3Client, { adapters });

const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});

export async function handler({ orderId }: { orderId: string }) {
  const Item = { orderId: { S: orderId }, status: { S: 'new' } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
  const Body = `Thank you for order ${orderId}.\n`;
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: `${orderId}.txt`, Body }));
  return { saved: orderId };
}
