import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';
import { withRetryReport } from '@needs-retry/lambda';

const s3 = observeS3(new S3Client({}));
const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));

/** A function with two mistakes that no error shows: it forgets entries, and waits for ever. */
export const handler = withRetryReport(
  async ({ orderIds }: { orderIds: string[] }) => {
    const orders = orderIds.map((orderId) => ({ PutRequest: { Item: { orderId, status: 'archived' } } }));
    await dynamodb.send(new BatchWriteCommand({ RequestItems: { orders } }));
    await s3.send(new GetObjectCommand({ Bucket: 'shop', Key: 'archive.txt' }));
  },
  { summary: true },
);
