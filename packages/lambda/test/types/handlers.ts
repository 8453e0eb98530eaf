// Compiled, never run.
import middy from '@middy/core';
import type {
  APIGatewayProxyHandlerV2,
  Callback,
  Context,
  Handler,
  SQSEvent,
  SQSHandler,
  StreamifyHandler,
} from 'aws-lambda';
import { retryReport, withRetryReport } from '../../src/index.js';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

// A handler keeps its type.
const sqs: SQSHandler = withRetryReport(async (event: SQSEvent) => void event.Records);
const api = withRetryReport<APIGatewayProxyHandlerV2>(async (event) => ({ body: event.rawPath }));
same<typeof api, APIGatewayProxyHandlerV2>(true);
const any: Handler<{ id: string }, number> = withRetryReport(async ({ id }: { id: string }) => id.length);
const back = withRetryReport((_: unknown, __: Context, callback: Callback<string>) => callback(null, 'x'));
same<ReturnType<typeof back>, void>(true);
const streaming = awslambda.streamifyResponse<SQSEvent, void>(async (_, stream) => void stream.end('x'));
const streamed = withRetryReport(streaming);
same<typeof streamed, StreamifyHandler<SQSEvent, void>>(true);
const sync = withRetryReport(({ id }: { id: string }) => id.length);
same<typeof sync, (event: { id: string }) => number>(true);
// @ts-expect-error the handler takes another event
withRetryReport<SQSHandler>(async (event: { id: string }) => void event.id);
// @ts-expect-error no handler
withRetryReport('handler');
// @ts-expect-error no such option
withRetryReport(async () => {}, { summery: true });

// The middleware is one of middy's, and leaves its types.
const middied = middy(async (event: { id: string }, _: Context) => event.id).use(
  retryReport({ summary: true }),
);
same<Parameters<typeof middied>[0], { id: string }>(true);

export { any, api, back, middied, sqs, streamed, sync };
