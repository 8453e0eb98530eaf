import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event on its way to the runtime. */
export type Delivery = {
  readonly requestId: string;
  readonly event: unknown;
  readonly deadlineMs: number;
};

export type RuntimeError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

/** A buffered answer is JSON; a streamed one is text, whole or up to its error. */
export type Answer =
  | { readonly result: unknown }
  | { readonly error: RuntimeError; readonly streamed?: string };

/** What the runtime client says. */
export type RuntimeApiListener = {
  /** It asks for an event. `deliver` returns false when it has gone meanwhile. */
  next(deliver: (delivery: Delivery) => boolean): void;
  answer(requestId: string, answer: Answer): void;
  initError(error: RuntimeError): void;
};

export type RuntimeApi = { readonly address: string; close(): Promise<void> };

const PREFIX = '/2018-06-01/runtime/';
export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:harness';

/** The Lambda Runtime API on a free port of loopback. */
export async function startRuntimeApi(listener: RuntimeApiListener): Promise<RuntimeApi> {
  const server = createServer((request, response) => {
    handle(request, response, listener).catch((error) => response.destroy(error));
  });
  // The runtime's connection idles as long as the test likes, frozen or not.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, listener: RuntimeApiListener) {
  const path = request.url!.startsWith(PREFIX) ? request.url!.slice(PREFIX.length) : '';
  if (request.method === 'GET' && path === 'invocation/next') {
    return listener.next((delivery) => deliver(response, delivery));
  }

  const body = await readText(request);
  const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
  // The listener comes first: once the client has our reply it may exit.
  if (path === 'init/error') listener.initError(JSON.parse(body));
  else if (kind === 'response') listener.answer(requestId!, responseAnswer(request, body));
  else if (kind === 'error') listener.answer(requestId!, { error: JSON.parse(body) });
  else return void response.writeHead(404).end();
  response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
}

function deliver(response: ServerResponse, { requestId, event, deadlineMs }: Delivery): boolean {
  if (response.destroyed) return false;
  const root = Math.floor(Date.now() / 1000).toString(16);
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': FUNCTION_ARN,
    'Lambda-Runtime-Trace-Id': `Root=1-${root}-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
  });
  response.end(JSON.stringify(event));
  return true;
}

function responseAnswer(request: IncomingMessage, body: string): Answer {
  if (request.headers['lambda-runtime-function-response-mode'] !== 'streaming') {
    return { result: JSON.parse(body) };
  }
  const error = request.trailers['lambda-runtime-function-error-body'];
  return error === undefined
    ? { result: body }
    : { error: JSON.parse(Buffer.from(error, 'base64').toString()), streamed: body };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
