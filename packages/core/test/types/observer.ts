// Compiled, never run: what users' code may and may not say.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type S3, S3Client } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Client } from '@smithy/smithy-client';
import type { Pluggable } from '@smithy/types';
import {
  type AfterCallEvent,
  createRetryObserver,
  type DeadlineEvent,
  emfSink,
  lineSink,
  type NeedsRetryEvent,
  type RetryEvent,
  type SummaryEvent,
  withProperties,
} from '../../src/index.js';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

const observer = createRetryObserver({ sinks: [lineSink(), emfSink({ namespace: 'Shop' })] });

// A pattern's first part gives the event.
observer.on('needs-retry', (event) => same<typeof event, NeedsRetryEvent>(true));
observer.on('needs-retry.s3.*', (event) => same<typeof event, NeedsRetryEvent>(true));
observer.on('after-call.*.GetItem', async (event) => same<typeof event, AfterCallEvent>(true));
observer.on('deadline', (event) => same<typeof event, DeadlineEvent>(true));
observer.on('summary.s3', (event) => same<typeof event, SummaryEvent>(true));
observer.on('*', (event) => same<typeof event, RetryEvent>(true));
observer.on('*.s3', (event) => same<typeof event, RetryEvent>(true), { id: 'mine', order: 'first' });
// @ts-expect-error no event begins so
observer.on('before-call', () => {});
// @ts-expect-error nor so
observer.on('needs-retry-s3', () => {});
// @ts-expect-error no such place
observer.on('*', () => {}, { order: 'middle' });
// @ts-expect-error no such member
observer.on('needs-retry', (event) => event.outcome);
// @ts-expect-error events are read-only
observer.on('needs-retry', (event) => (event.attempts = 0));

// Every kind of client is observed, and returned as what it is.
same<ReturnType<typeof observer.observe<S3>>, S3>(true);
const s3: S3Client = observer.observe(new S3Client({}));
const document: DynamoDBDocumentClient = observer.observe(
  DynamoDBDocumentClient.from(new DynamoDBClient({})),
);
// biome-ignore lint/suspicious/noExplicitAny: whatever a Smithy client is made of
const any: Client<any, any, any, any> = observer.observe({} as Client<any, any, any, any>);
// @ts-expect-error no client
observer.observe({ send() {} });

// The plugin is one of the SDK's.
s3.middlewareStack.use(observer.plugin());
const plugin: Pluggable<object, object> = observer.plugin();
fromTemporaryCredentials({ params: { RoleArn: '' }, clientPlugins: [observer.plugin()] });

// @ts-expect-error no such option
createRetryObserver({ sink: [] });
// @ts-expect-error no such metric
emfSink({ metrics: ['Latency'] });
// @ts-expect-error no such resolution
emfSink({ storageResolution: 30 });
// @ts-expect-error no such value
withProperties({ order: { id: 1 } }, () => {});
same<ReturnType<typeof withProperties<Promise<5>>>, Promise<5>>(true);

export { any, document, plugin };
