import { join } from 'node:path';
import { RetryInsights } from '@needs-retry/cdk';
import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
    });
    const saveOrder = new NodejsFunction(this, 'SaveOrder', {
      entry: join(import.meta.dirname, 'save-order.ts'),
      runtime: Runtime.NODEJS_22_X,
      timeout: Duration.seconds(30),
      logGroup: new LogGroup(this, 'SaveOrderLogs', { retention: RetentionDays.ONE_MONTH }),
      environment: { TABLE: table.tableName },
      bundling: { format: OutputFormat.ESM, mainFields: ['module', 'main'], bundleAwsSDK: true },
    });
    table.grantWriteData(saveOrder);

    new RetryInsights(this, 'Retries', {
      functions: [saveOrder],
      topics: [new Topic(this, 'RetryAlarms')],
      thresholds: { throttles: 20, retryRate: 0.1 },
    });
  }
}
