// Compiled by `pnpm typecheck`, never run.
import { CloudWatchLogs, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { observeCloudWatchLogs } from '../../src/index.js';

export const client: CloudWatchLogsClient = observeCloudWatchLogs(new CloudWatchLogsClient({}));
export const aggregated: CloudWatchLogs = observeCloudWatchLogs(new CloudWatchLogs({}));
// @ts-expect-error another service's
observeCloudWatchLogs(new S3Client({}));
// @ts-expect-error no client
observeCloudWatchLogs({});
