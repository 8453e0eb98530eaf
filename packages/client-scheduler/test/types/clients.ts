// Compiled by `pnpm typecheck`, never run.
import { S3Client } from '@aws-sdk/client-s3';
import { Scheduler, SchedulerClient } from '@aws-sdk/client-scheduler';
import { observeScheduler } from '../../src/index.js';

export const client: SchedulerClient = observeScheduler(new SchedulerClient({}));
export const aggregated: Scheduler = observeScheduler(new Scheduler({}));
// @ts-expect-error another service's
observeScheduler(new S3Client({}));
// @ts-expect-error no client
observeScheduler({});
