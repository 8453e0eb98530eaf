// Compiled by `pnpm typecheck`, never run.
import { Firehose, FirehoseClient } from '@aws-sdk/client-firehose';
import { S3Client } from '@aws-sdk/client-s3';
import { observeFirehose } from '../../src/index.js';

export const client: FirehoseClient = observeFirehose(new FirehoseClient({}));
export const aggregated: Firehose = observeFirehose(new Firehose({}));
// @ts-expect-error another service's
observeFirehose(new S3Client({}));
// @ts-expect-error no client
observeFirehose({});
