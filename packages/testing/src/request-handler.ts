import { Readable } from 'node:stream';
import type { NetworkErrorReply, Reply, ResponseReply } from './reply.js';

/** A request as the SDK hands it to its request handler. */
export interface HttpRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request that was sent, as it was when it was sent. */
export interface SentRequest extends HttpRequest {
  /** Counted from 1, per SDK invocation id. */
  readonly attempt: number;
}

/** What the SDK takes for an answer. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly reason?: string;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** The `requestHandler` of a client, without a network. */
export interface ScriptedHandler {
  /** Every request that was sent, in order. */
  readonly requests: readonly SentRequest[];
  readonly metadata: { readonly handlerProtocol: string };
  handle(
    request: HttpRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ response: HttpResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
  destroy(): void;
}

/** Decides by the request, whatever the order of the requests. */
export type Route = (request: SentRequest) => Reply;

/**
 * A request handler that answers as the route decides, for a client that is made with it:
 * `new S3Client({ requestHandler: routedHandler(() => ({ kind: 'response', status: 503 })) })`.
 * A throw of the route reaches the client as a failure of the network does.
 */
export function routedHandler(route: Route): ScriptedHandler {
  const requests: SentRequest[] = [];
  const attempts = new Map<string, number>();
  return {
    requests,
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options = {}) {
      const signal = options.abortSignal as AbortSignal | undefined;
      if (signal?.aborted) throw abortError(signal);
      const sent = snapshot(request, attemptOf(request, attempts));
      requests.push(sent);
      const reply = route(sent);
      if (reply.kind === 'response') return { response: responseOf(reply, request.method) };
      if (reply.kind === 'network-error') throw networkError(reply);
      return hangUntilAborted(signal);
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

/** A client that does not sign sends the same object again, with other headers. */
function snapshot(request: HttpRequest, attempt: number): SentRequest {
  return { ...request, query: { ...request.query }, headers: { ...request.headers }, attempt };
}

/** A custom strategy may send no invocation id; then nothing tells the attempts of a call apart. */
function attemptOf({ headers }: HttpRequest, attempts: Map<string, number>): number {
  const invocationId = headers['amz-sdk-invocation-id'];
  if (invocationId === undefined) return 1;
  const attempt = (attempts.get(invocationId) ?? 0) + 1;
  attempts.set(invocationId, attempt);
  return attempt;
}

function responseOf({ status, statusText, headers, body = '' }: ResponseReply, method: string): HttpResponse {
  // An answer to HEAD has no body.
  const content = method === 'HEAD' ? '' : body;
  // The SDK's serializers give bytes of their own, which warn of any other use.
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    statusCode: status,
    ...(statusText !== undefined && { reason: statusText }),
    headers: { 'content-length': String(bytes.length), ...headers },
    body: Readable.from(bytes.length === 0 ? [] : [bytes]),
  };
}

const TIMEOUT_CODES = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

function networkError({ code, name, message = code }: NetworkErrorReply): Error {
  const error = Object.assign(new Error(message), { code });
  if (name !== undefined) error.name = name;
  else if (TIMEOUT_CODES.includes(code)) error.name = 'TimeoutError';
  return error;
}

function hangUntilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true });
  });
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('Request aborted', { cause: signal.reason });
  error.name = 'AbortError';
  return error;
}
