import fs from 'node:fs';
import { type CallClient, type CallSubject, MAX_ATTEMPTS } from './subjects.js';

/** What the SDK says of an answer. */
interface Answer {
  readonly name?: string;
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string };
}

interface Failure extends Answer {
  readonly attempt: number;
  readonly at: number;
  readonly tookMs: number;
}

const FAILURE = Symbol('failure');
type Args = { [FAILURE]?: Failure; readonly request: { readonly headers: Record<string, string> } };
type Next = (args: Args) => Promise<{ readonly output: Answer }>;

/**
 * The floor: made for one operation of one service, it writes what we write of its retries, from a template, in one
 * write. It takes no place in the stack, checks, escapes, cuts and counts nothing, and waits for no reader.
 */
export function observeByHand(
  client: CallClient,
  { service, operation, resource }: Pick<CallSubject, 'service' | 'operation' | 'resource'>,
): void {
  const line = `needs-retry.${service}.${operation}|increment|count=1\n`;
  const metrics =
    '[{"Name":"Retries","Unit":"Count"},{"Name":"Throttles","Unit":"Count"},{"Name":"RetryDelay","Unit":"Milliseconds"}]';
  const directive = `"CloudWatchMetrics":[{"Namespace":"NeedsRetry","Dimensions":[["ServiceId","OperationName"]],"Metrics":${metrics}}]`;
  const names = `"ServiceId":"${service}","OperationName":"${operation}"`;

  let sdkVersion: string | undefined;

  function write(
    args: Args,
    before: Failure,
    answer: Answer,
    ok: boolean,
    startedAt: number,
    endedAt: number,
  ) {
    const { httpStatusCode, requestId } = answer.$metadata;
    sdkVersion ??= /aws-sdk-js\/([\d.]+)/.exec(args.request.headers['user-agent']!)![1]!;
    const error = ok ? '' : `,"errorName":"${answer.name}","errorType":"TRANSIENT","errorClass":"transient"`;
    fs.writeSync(
      1,
      `${line}{"_aws":{"Timestamp":${Date.now()},${directive}},${names},"Retries":1,"Throttles":0,"RetryDelay":${Math.round(startedAt - before.at)},"functionName":"orders","kind":"attempt","attempts":${before.attempt + 1},"maxAttempts":${MAX_ATTEMPTS},"ok":"${ok ? 'yes' : 'no'}","cause":"${before.name}","causeType":"TRANSIENT","causeClass":"transient","causeStatusCode":${before.$metadata.httpStatusCode},"causeDurationMs":${before.tookMs}${error},"statusCode":${httpStatusCode},"serviceRequestId":"${requestId}","sdkInvocationId":"${args.request.headers['amz-sdk-invocation-id']}","region":"eu-west-1","sdkVersion":"${sdkVersion}","durationMs":${Math.round(endedAt - startedAt)},"resource":"${resource}"}\n`,
    );
  }

  const middleware =
    (next: Next): Next =>
    (args) => {
      const startedAt = performance.now();
      const promise = next(args);
      promise.then(
        ({ output }) => {
          const before = args[FAILURE];
          if (before !== undefined) write(args, before, output, true, startedAt, performance.now());
        },
        (error: Answer) => {
          const [before, at] = [args[FAILURE], performance.now()];
          if (before !== undefined) write(args, before, error, false, startedAt, at);
          const { name, $metadata } = error;
          const tookMs = Math.round(at - startedAt);
          args[FAILURE] = { name: name!, $metadata, attempt: (before?.attempt ?? 0) + 1, at, tookMs };
        },
      );
      return promise;
    };
  wrapRetries(client.middlewareStack, middleware);
}

/** Puts a middleware inside the SDK's own retry middleware, by an entry that takes the place of that one's. */
function wrapRetries(stack: CallClient['middlewareStack'], middleware: (next: Next) => Next): void {
  let retry: (next: Next, context: object) => Next;
  stack.applyToStack({
    add(own: typeof retry, { name }: { name?: string }) {
      if (name === 'retryMiddleware') retry = own;
    },
    addRelativeTo() {},
  });
  stack.add((next: Next, context: object) => retry(middleware(next), context), {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
}
