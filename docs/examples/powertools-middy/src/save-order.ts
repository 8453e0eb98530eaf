import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { retryReport } from '@needs-retry/lambda';

const logger = new Logger();
const metrics = new Metrics();
const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));

async function saveOrder({ orderId }: { orderId: string }) {
  await dynamodb.send(new PutCommand({ TableName: process.env.TABLE, Item: { orderId, status: 'new' } }));
  metrics.addMetric('OrdersSaved', MetricUnit.Count, 1);
  logger.info('Order saved', { orderId });
  return { saved: orderId };
}

export const handler = middy(saveOrder)
  .use(retryReport({ summary: true }))
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics));
