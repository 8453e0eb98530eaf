import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';
import { createRetryObserver, lineSink } from '@needs-retry/core';
import { embeddedMetricsSink } from '@needs-retry/embedded-metrics';

const observer = createRetryObserver({ sinks: [lineSink(), embeddedMetricsSink()] });
const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})), observer);
const s3 = observeS3(new S3Client({}), observer);

async function archiveOrders() {
  let page = 0;
  for await (const { Items } of paginateScan({ client: dynamodb }, { TableName: process.env.TABLE })) {
    const Key = `orders-${++page}.json`;
    await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: JSON.stringify(Items) }));
  }
}

/** Sends the metrics that still wait for the agent, then ends the task. If the agent is gone, the task ends all the same. */
async function exit(code: number) {
  await observer.flush().catch(console.error);
  process.exit(code);
}

process.once('SIGTERM', () => exit(143));
archiveOrders().then(
  () => exit(0),
  (error) => {
    console.error(error);
    return exit(1);
  },
);
