import { withRetryReport } from '@needs-retry/lambda';
import { throttledOnce } from './throttled-once.js';

declare const awslambda: {
  streamifyResponse(handler: (event: unknown, stream: NodeJS.WritableStream) => Promise<void>): () => unknown;
};

export const handler = withRetryReport(
  awslambda.streamifyResponse(async (_event, stream) => {
    await throttledOnce();
    stream.end('streamed');
    await new Promise((resolve) => stream.once('finish', resolve));
  }),
);
