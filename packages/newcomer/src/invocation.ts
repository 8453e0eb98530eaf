import { localAws, startUnreliableServices } from '@needs-retry/fixtures';
import { startFunction } from '@needs-retry/lambda-harness';

/** Runs the function once, in Lambda's own runtime client, against an S3 that is too busy for the first request. */
export async function invokeOnce(handlerFile: string): Promise<{ result: unknown; log: string }> {
  const proxy = await startUnreliableServices({
    script: ({ attempt }) => (attempt === 1 ? { kind: 'throttling' } : undefined),
  });
  try {
    const lambda = await startFunction({
      // The Node.js that runs this process, whichever it is.
      runtime: 'nodejs20.x',
      handlerFile,
      timeoutMs: 60_000,
      env: localAws('orders', proxy),
    });
    const invocation = await lambda.invoke({});
    await lambda.stop();
    const log = lambda.logEvents().map(({ message }) => message.replace(/\n?$/, '\n'));
    return { result: 'result' in invocation ? invocation.result : invocation, log: log.join('') };
  } finally {
    await proxy.stop();
  }
}
