import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { dynamodb, s3 } from '@needs-retry/fixtures';
import type { ResponseReply } from '@needs-retry/testing';
import type { Answer, Plan } from './plan.js';

/** A request as it arrived, without what is chance. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What became of a request: the status of its answer, or why it had none. */
export type Became = number | 'reset' | 'held';

/** What reached the server of one call. */
export interface CallLog {
  readonly arrived: Arrived[];
  readonly became: Became[];
}

export interface PlanServer {
  readonly endpoint: string;
  /** Begins to answer as `plan` says; `abort` is called when a request is there at which its caller aborts. */
  begin(plan: Plan, abort: (call: number) => void): void;
  logOf(call: number): CallLog;
  stop(): Promise<void>;
}

/** A real server on 127.0.0.1. The key or id of a request, `call-7`, tells which call it belongs to. */
export async function startPlanServer(): Promise<PlanServer> {
  let plan: Plan;
  let abort: (call: number) => void;
  let logs = new Map<number, CallLog>();
  const logOf = (call: number): CallLog => {
    const log = logs.get(call) ?? { arrived: [], became: [] };
    logs.set(call, log);
    return log;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await buffer(request)).toString('latin1');
    const number = Number(/call-(\d+)/.exec(`${request.url} ${body}`)?.[1]);
    const log = logOf(number);
    const attempt = log.arrived.push(arrivedOf(request, body));
    const { abort: abortAt, answers, operation } = plan.calls[number]!;
    if (abortAt === attempt) {
      log.became.push('held');
      abort(number);
      return;
    }
    const answer = answers[attempt - 1] ?? 'ok';
    if (answer === 'reset') {
      log.became.push('reset');
      request.socket.resetAndDestroy();
      return;
    }
    const { status, headers, body: text = '' } = replyOf(plan, answer);
    log.became.push(status);
    response.writeHead(status, headers);
    if (answer === 'cut' && operation === 'GetObject') {
      response.write(CONTENT.slice(0, 10), () => response.destroy());
    } else response.end(answer === 'ok' && operation === 'GetObject' ? CONTENT : text);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin(next, abortCall) {
      plan = next;
      abort = abortCall;
      logs = new Map();
    },
    logOf,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const CONTENT = 'what the object holds, in more than one chunk. '.repeat(20);

function replyOf({ service }: Plan, answer: Answer): ResponseReply {
  const isS3 = service === 's3';
  switch (answer) {
    case 'throttled':
      return isS3 ? s3.slowDown() : dynamodb.throttling();
    case 'broken':
      return isS3 ? s3.internalError() : dynamodb.internalServerError();
    case 'unavailable':
      return isS3 ? s3.serviceUnavailable() : dynamodb.error(503, 'ServiceUnavailable');
    case 'missing':
      return isS3 ? s3.noSuchKey() : dynamodb.validation();
    case 'redirect':
      return isS3 ? s3.redirect('eu-west-1') : dynamodb.error(301, 'Moved');
    case 'no sense':
      return { kind: 'response', status: 502, headers: { 'content-type': 'text/html' }, body: '<html>bad' };
    default:
      return isS3 ? s3.ok('') : dynamodb.ok({});
  }
}

/** What differs between two plays of the same call, whoever plays it. */
const CHANCE: readonly string[] = ['authorization', 'x-amz-date', 'amz-sdk-invocation-id'];

function arrivedOf({ method = '', url = '', headers }: IncomingMessage, body: string): Arrived {
  const entries = Object.entries(headers).map(([name, value]) => [name, CHANCE.includes(name) ? '…' : value]);
  return { method, url, headers: Object.fromEntries(entries), body };
}
