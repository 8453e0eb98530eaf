import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';
import { withRetryReport } from '@needs-retry/lambda';

const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));
const s3 = observeS3(new S3Client({}));

async function placeOrder({ orderId }: { orderId: string }, context: DurableContext) {
  await context.step('save the order', () => saveOrder(orderId));
  await context.step('write the receipt', () => writeReceipt(orderId));
  return { placed: orderId };
}

async function saveOrder(orderId: string) {
  await dynamodb.send(new PutCommand({ TableName: process.env.TABLE, Item: { orderId, status: 'new' } }));
}

async function writeReceipt(orderId: string) {
  const Body = `Thank you for order ${orderId}.\n`;
  await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: `${orderId}.txt`, Body }));
}

export const handler = withRetryReport(withDurableExecution(placeOrder), { summary: true });
