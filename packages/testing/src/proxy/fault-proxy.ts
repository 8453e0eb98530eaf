import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { classifyError } from '@needs-retry/core';
import { checkOptions, need } from '@needs-retry/core/internal';
import type { ResponseReply } from '../reply.js';
import { errorReply } from '../wire/answer.js';
import { type AnswerFault, errorOf, type Fault } from './fault.js';
import { forward } from './forward.js';
import { listen } from './local-server.js';
import { isForm, type ProxyRequest, recognise } from './recognise.js';
import { type SeenRequest, type Tally, tallyOf } from './tally.js';
import { leaveUnprocessed } from './unprocessed.js';

/** Decides what happens to a request; `undefined` passes it on. */
export type FaultScript = (request: ProxyRequest) => Fault | undefined;

export interface FaultProxyOptions {
  /** The server behind the proxy: `http://127.0.0.1:4566`, or one for each request. */
  readonly target: string | ((request: ProxyRequest) => string);
  /** @defaultValue every request is passed on */
  readonly script?: FaultScript;
}

export interface FaultProxy {
  /** For the `endpoint` of clients, or `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** In the order of arrival. */
  readonly seen: readonly SeenRequest[];
  tally(): readonly Tally[];
  /** Also while requests are on their way, which are cut off. */
  stop(): Promise<void>;
}

/**
 * Starts a proxy on loopback that makes the services behind it as unreliable as `script` says: LocalStack, DynamoDB Local,
 * MinIO … Signatures stay valid. A script that throws is told to the client as an error 501 `FaultScriptFailed`, which
 * the SDK does not retry.
 *
 * @throws TypeError that names option and value
 * @example
 * const proxy = await startFaultProxy({
 *   target: 'http://127.0.0.1:4566',
 *   script: ({ attempt }) => (attempt === 1 ? { kind: 'throttling' } : undefined),
 * });
 * const s3 = new S3Client({ endpoint: proxy.endpoint });
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  checkOptions('startFaultProxy', options, ['target', 'script']);
  const { target, script = () => undefined } = options;
  const isTarget = typeof target === 'function' || (typeof target === 'string' && URL.canParse(target));
  need(isTarget, 'target', 'a URL, or a function that returns one', target);
  need(typeof script === 'function', 'script', 'a function', script);
  const seen: Mutable<SeenRequest>[] = [];
  const attempts = new Map<string, number>();
  const server = await listen(
    createServer((incoming, response) => {
      serve(incoming, response, { target, script, seen, attempts }).catch(() =>
        // The client or the server has gone, which the other learns as it would without a proxy.
        response.destroy(),
      );
    }),
  );
  return { endpoint: server.endpoint, seen, tally: () => tallyOf(seen), stop: server.stop };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Proxy extends Required<FaultProxyOptions> {
  readonly seen: Mutable<SeenRequest>[];
  readonly attempts: Map<string, number>;
}

/** A request on its way. */
interface Exchange {
  readonly request: ProxyRequest;
  readonly incoming: IncomingMessage;
  /** Of the request; not read yet. */
  readonly body: Readable;
  readonly response: ServerResponse;
  readonly record: Mutable<SeenRequest>;
  readonly signal: AbortSignal;
}

async function serve(incoming: IncomingMessage, response: ServerResponse, proxy: Proxy): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const form = isForm(incoming) ? await text(incoming) : undefined;
  const request = recognise(incoming, form, proxy.attempts);
  const record = recordOf(request);
  proxy.seen.push(record);
  const body = form === undefined ? incoming : Readable.from([form]);
  const exchange = { request, incoming, body, response, record, signal: gone.signal };
  try {
    const { fault, target } = decide(proxy, request);
    record.faultKind = fault?.kind;
    return await strike(exchange, fault, target);
  } catch (error) {
    if (!(error instanceof FaultScriptError)) throw error;
    return answer(exchange, {
      kind: 'error',
      status: 501,
      code: 'FaultScriptFailed',
      message: error.message,
    });
  }
}

class FaultScriptError extends Error {}

const KINDS = ['throttling', 'internal-error', 'unavailable', 'error', 'reset', 'unprocessed', 'slow'];

function decide({ script, target }: Proxy, request: ProxyRequest) {
  try {
    const fault = script(request);
    if (fault !== undefined) {
      need(KINDS.includes(fault?.kind), 'kind', `of ${KINDS.join(', ')}`, fault?.kind);
      const isPossible = fault.kind !== 'unprocessed' || request.operation === 'BatchWriteItem';
      need(isPossible, 'unprocessed', 'a fault of BatchWriteItem', request.operation);
    }
    return { fault, target: typeof target === 'string' ? target : target(request) };
  } catch (error) {
    throw new FaultScriptError(String(error));
  }
}

function recordOf({ service, operation, invocationId, attempt }: ProxyRequest): Mutable<SeenRequest> {
  const unanswered = { status: undefined, faultKind: undefined, throttled: false };
  return { service, operation, invocationId, attempt, ...unanswered };
}

async function strike(exchange: Exchange, fault: Fault | undefined, target: string): Promise<void> {
  const { incoming, body, response, record, signal } = exchange;
  if (fault === undefined) {
    return forward(target, incoming, body, response, signal, (status) => {
      record.status = status;
    });
  }
  if (fault.kind === 'slow') {
    await wait(fault.delayMs, undefined, { signal });
    return strike(exchange, fault.next, target);
  }
  if (fault.kind === 'unprocessed') return reply(exchange, await leaveUnprocessed(target, incoming));
  if (fault.kind !== 'reset') return answer(exchange, fault);
  await readAll(body);
  incoming.socket.resetAndDestroy();
}

async function answer(exchange: Exchange, fault: AnswerFault): Promise<void> {
  const { request, record, body } = exchange;
  await readAll(body);
  const { status, ...error } = errorOf(request.service, fault);
  // An answer to HEAD has no body, so that the status alone says it.
  const name = request.method === 'HEAD' ? 'Unknown' : error.code;
  record.throttled = classifyError({ name, $metadata: { httpStatusCode: status } }) === 'THROTTLING';
  reply(exchange, errorReply(request, status, error));
}

/** A client that is still writing would see a broken pipe instead of the answer. */
async function readAll(body: Readable): Promise<void> {
  await finished(body.resume(), { writable: false });
}

function reply({ response, record }: Exchange, { status, headers, body }: ResponseReply): void {
  record.status = status;
  response.writeHead(status, headers).end(body);
}
