import type { ObservableClient } from '@needs-retry/core';
import { checkOptions, need } from '@needs-retry/core/internal';
import { type Answer, scriptedAnswer } from './answers.js';
import { isObject, override, type Undo } from './override.js';
import { Plan, type ScriptedRequest } from './plan.js';
import type { Reply } from './reply.js';
import { type HttpRequest, routedHandler } from './request-handler.js';
import { skipDelays } from './skip-delays.js';
import { errorReply } from './wire/answer.js';

export interface TimesOption {
  /**
   * How many requests get this reply; `Infinity` for every further one, which need not come.
   * @defaultValue 1
   */
  readonly times?: number;
}

export interface ReplyOptions extends TimesOption {
  /** Headers of the answer, such as `{ 'retry-after': '2' }` or `{ 'x-amz-retry-after': '1500' }`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Replies for a client, in the order in which its requests get them. Bad arguments are a `TypeError`. */
export interface Script {
  /** The following replies are for requests of this operation alone (`ListBuckets`); without a name, for any. */
  on(operation?: string): Script;
  /** An answer in the protocol of the client: `reply(503, 'SlowDown')`, `reply(200, { TableNames: [] })`. */
  reply(status: number, answer?: Answer, options?: ReplyOptions): Script;
  /**
   * The connection fails.
   *
   * @param code `ECONNREFUSED`, `ENOTFOUND` … @defaultValue `ECONNRESET`
   */
  networkError(code?: string, options?: TimesOption): Script;
  /** The server does not answer in time. The test does not wait for it. */
  timeout(options?: TimesOption): Script;
  /** The server never answers: only the `abortSignal` of the call ends the request. */
  hang(options?: TimesOption): Script;
  /**
   * The service refuses the signature because the clocks differ, and says what time it is. The SDK corrects its clock and
   * sends the request again.
   *
   * @param ms by how much the service's clock is ahead. The SDK ignores less than 5 minutes. @defaultValue one hour
   */
  clockSkew(ms?: number, options?: TimesOption): Script;
  /** What the function returns: for replies that depend on the request. */
  answer(reply: (request: ScriptedRequest) => Reply, options?: TimesOption): Script;
  /** Every request that was sent, in order, as it was when it was sent. */
  readonly requests: readonly ScriptedRequest[];
  /**
   * Checks that the script was played to its end.
   *
   * @throws ScriptError if a reply was not used, or if a request found none
   */
  done(): void;
  /** Gives the client its own request handler and its delays back. */
  restore(): void;
}

/**
 * Scripts the answers that a client gets. The client sends nothing and needs no network. It retries as it always does,
 * but without waiting. A request for which no reply is left fails with a `ScriptError`, which the SDK does not retry.
 *
 * A client has one script: a second one takes the place of the first.
 *
 * @throws TypeError if `client` is no client of the AWS SDK v3
 * @example
 * const replies = script(s3).reply(503, 'SlowDown').reply(200);
 * await s3.send(new ListBucketsCommand({}));
 * replies.done();
 */
export function script(client: ObservableClient): Script {
  const config = client?.config as Config | undefined;
  const isClient = isObject(config) && isObject(config.requestHandler) && isObject(client.middlewareStack);
  need(isClient, 'client', 'a client of the AWS SDK v3', client);
  current.get(config)?.restore();
  const played = new ClientScript(client, config);
  current.set(config, played);
  return played;
}

// A DynamoDBDocumentClient shares the configuration of its client.
const current = new WeakMap<object, Script>();

interface Config {
  readonly requestHandler: { httpHandlerConfigs?(): object };
  readonly serviceId?: string;
}

class ClientScript implements Script {
  readonly requests: ScriptedRequest[] = [];
  private readonly plan = new Plan();
  private readonly undos: Undo[];
  private readonly service: string;
  private operation: string | undefined;

  constructor(client: ObservableClient, config: Config) {
    this.service = (config.serviceId ?? 'unknown').toLowerCase().replaceAll(' ', '-');
    const operations = new WeakMap<object, string>();
    this.undos = [
      () => forgetHandlers(client),
      skipDelays(client),
      override(config, 'requestHandler', this.handler(config.requestHandler, operations)),
      noteOperations(client, operations),
    ];
    forgetHandlers(client);
  }

  on(operation?: string): this {
    const isName = operation === undefined || (typeof operation === 'string' && operation !== '');
    need(isName, 'operation', 'the name of an operation, such as "ListBuckets"', operation);
    this.operation = operation;
    return this;
  }

  reply(status: number, answer?: Answer, options: ReplyOptions = {}): this {
    checkOptions('reply', options, ['headers', 'times']);
    const { headers = {}, times } = options;
    need(isObject(headers), 'headers', 'an object of strings', headers);
    const { label, replyTo } = scriptedAnswer(status, answer);
    return this.add(label, { times }, (request) => {
      const reply = replyTo({ ...request, service: this.service });
      return { ...reply, headers: { ...reply.headers, ...headers } };
    });
  }

  networkError(code = 'ECONNRESET', options: TimesOption = {}): this {
    need(typeof code === 'string' && code !== '', 'code', 'a code such as "ECONNRESET"', code);
    return this.add(`network error ${code}`, options, () => ({ kind: 'network-error', code }));
  }

  timeout(options: TimesOption = {}): this {
    return this.add('timeout', options, () => ({
      kind: 'network-error',
      code: 'ETIMEDOUT',
      message: 'Connection timed out',
    }));
  }

  hang(options: TimesOption = {}): this {
    return this.add('hang', options, () => ({ kind: 'hang' }));
  }

  clockSkew(ms = 3_600_000, options: TimesOption = {}): this {
    need(Number.isFinite(ms), 'ms', 'a number of milliseconds', ms);
    const code = this.service === 's3' ? 'RequestTimeTooSkewed' : 'InvalidSignatureException';
    return this.add(`clock skew of ${ms} ms`, options, (request) => {
      const reply = errorReply({ ...request, service: this.service }, 403, { code });
      return { ...reply, headers: { ...reply.headers, date: new Date(Date.now() + ms).toUTCString() } };
    });
  }

  answer(reply: (request: ScriptedRequest) => Reply, options: TimesOption = {}): this {
    need(typeof reply === 'function', 'reply', 'a function', reply);
    return this.add('the reply of a function', options, reply);
  }

  done(): void {
    const problem = this.plan.problem(this.requests);
    if (problem !== undefined) throw problem;
  }

  restore(): void {
    for (const undo of this.undos.splice(0).reverse()) undo();
  }

  private add(
    label: string,
    options: { readonly times?: number | undefined },
    reply: (request: ScriptedRequest) => Reply,
  ): this {
    checkOptions(label, options, ['times']);
    const { times = 1 } = options;
    const isCount = times === Number.POSITIVE_INFINITY || (Number.isSafeInteger(times) && times > 0);
    need(isCount, 'times', 'a positive integer or Infinity', times);
    this.plan.add({ label, operation: this.operation, times, reply });
    return this;
  }

  private handler(original: Config['requestHandler'], operations: WeakMap<object, string>) {
    let operation: string | undefined;
    const handler = routedHandler((sent) => {
      const request = { ...sent, operation };
      this.requests.push(request);
      return this.plan.take(request);
    });
    return {
      ...handler,
      handle(request: HttpRequest, options?: { readonly abortSignal?: unknown }) {
        // The function above reads it at once: nothing is awaited in between.
        operation = operations.get(request);
        return handler.handle(request, options);
      },
      // What the client says of its timeouts stays true.
      httpHandlerConfigs: () => original.httpHandlerConfigs?.() ?? {},
    };
  }
}

/** The request handler is not told which operation a request is of: a middleware next to it is. */
function noteOperations({ middlewareStack }: ObservableClient, operations: WeakMap<object, string>): Undo {
  const middleware =
    (next: (args: { request: object }) => unknown, context: { commandName?: string }) =>
    (args: { request: object }) => {
      if (context.commandName !== undefined) {
        operations.set(args.request, context.commandName.replace(/Command$/, ''));
      }
      return next(args);
    };
  const place = { step: 'deserialize', priority: 'low', name: 'needsRetryTesting', override: true };
  middlewareStack.add(middleware, place);
  return () => middlewareStack.remove(middleware);
}

/** With `cacheMiddleware` a client keeps what it resolved, the request handler included. */
function forgetHandlers(client: ObservableClient): void {
  const cached = client as { handlers?: unknown };
  if (cached.handlers instanceof WeakMap) delete cached.handlers;
}
