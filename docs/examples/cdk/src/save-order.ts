import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { withRetryReport } from '@needs-retry/lambda';

const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));

async function saveOrder({ orderId }: { orderId: string }) {
  await dynamodb.send(new PutCommand({ TableName: process.env.TABLE, Item: { orderId, status: 'new' } }));
  return { saved: orderId };
}

// The summary is what the alarm on the retry rate reads.
export const handler = withRetryReport(saveOrder, { summary: true });
