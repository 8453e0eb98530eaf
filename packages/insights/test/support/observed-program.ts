// Real SDK clients, observed as a function's are, whose services fail by plan. Its standard output is the log;
// what the services were asked and answered goes to standard error.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { observeDynamoDB } from '@needs-retry/client-dynamodb';
import { observeS3 } from '@needs-retry/client-s3';
import { credentials, dynamodb, s3 } from '@needs-retry/fixtures';
import { routedHandler, skipDelays } from '@needs-retry/testing';

const tally = { dynamodb: { retries: 0, throttled: 0 }, s3: { retries: 0, throttled: 0 }, gaveUp: 0 };
const HOT_KEY = {
  reason: 'TableReadKeyRangeThroughputExceeded',
  resource: 'arn:aws:dynamodb:eu-central-1:123456789012:table/orders',
};
const settings = { region: 'eu-central-1', credentials, maxAttempts: 3 };

async function run(): Promise<void> {
  for (let number = 0; number < 12; number++) {
    const failures = number % 4;
    const table = observeDynamoDB(
      new DynamoDBClient({
        ...settings,
        requestHandler: routedHandler(({ attempt }) => {
          if (attempt > 1) tally.dynamodb.retries++;
          if (attempt > failures) return dynamodb.ok({});
          tally.dynamodb.throttled++;
          return dynamodb.throttling([HOT_KEY]);
        }),
      }),
    );
    const bucket = observeS3(
      new S3Client({
        ...settings,
        requestHandler: routedHandler(({ attempt }) => {
          if (attempt > 1) tally.s3.retries++;
          return attempt > failures ? s3.ok('<ListBucketResult/>') : s3.internalError();
        }),
      }),
    );
    skipDelays(table);
    skipDelays(bucket);
    await table.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'secret' } } })).catch(count);
    await bucket.send(new ListObjectsV2Command({ Bucket: 'photos' })).catch(count);
  }
  process.stderr.write(JSON.stringify(tally));
}

function count(): void {
  tally.gaveUp++;
}

void run();
