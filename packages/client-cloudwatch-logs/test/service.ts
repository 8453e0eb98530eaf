import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Service } from '@needs-retry/service-contract';
import { cloudWatchLogsAdapter, observeCloudWatchLogs } from '../src/index.js';

export const service: Service = {
  title: 'CloudWatch Logs',
  sdk,
  client: sdk.CloudWatchLogsClient,
  adapter: cloudWatchLogsAdapter,
  observe: observeCloudWatchLogs,
  written: [],
  never: [],
  errors: [],
};
