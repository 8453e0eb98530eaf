// Compiled by `pnpm typecheck`, never run.
import { EventBridge, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { observeEventBridge } from '../../src/index.js';

export const client: EventBridgeClient = observeEventBridge(new EventBridgeClient({}));
export const aggregated: EventBridge = observeEventBridge(new EventBridge({}));
// @ts-expect-error another service's
observeEventBridge(new S3Client({}));
// @ts-expect-error no client
observeEventBridge({});
