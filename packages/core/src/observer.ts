import { Emitter, type Order } from './emitter.js';
import { type CallInFlight, type EventMap, isReportable, type RetryEvent, type Sink } from './event.js';
import { callFacts } from './events.js';
import { checkOptions, need } from './options.js';
import { framesOf, type Receiver, receiversOf } from './plugin.js';
import { type Problem, reportOnStderr } from './problem.js';
import { registry } from './registry.js';
import { isObject, isThenable, type MiddlewareStack, type ObservableClient, type Pluggable } from './sdk.js';
import { checkAdapter, type ServiceAdapter } from './service.js';
import { defaultEmfSink } from './sinks/emf.js';
import { defaultLineSink } from './sinks/line.js';
import { inOneWrite, isStdoutSink } from './sinks/stdout.js';

export interface ObserverOptions {
  /** @defaultValue in Lambda the log line and EMF documents, elsewhere the line alone */
  readonly sinks?: readonly Sink[];
  /**
   * Gets what fails on our side of a call: nothing of it reaches the call.
   * @defaultValue one line on stderr for each kind of problem
   */
  readonly onError?: (error: unknown, problem: Problem) => void;
}

/** A dotted prefix of event names in which `*` is one part: `needs-retry.s3.*`. Its first part names the event. */
export type Pattern = EventKind | '*' | `${EventKind | '*'}.${string}`;

/** The events that a pattern can match, by its first part. */
export type EventOf<P extends string> = P extends `${infer First}.${string}`
  ? EventOfPart<First>
  : EventOfPart<P>;

type EventKind = keyof EventMap;
type EventOfPart<Part extends string> = Part extends EventKind ? EventMap[Part] : RetryEvent;

export interface HandlerOptions {
  /** A handler whose id is taken, under any pattern, is not registered. */
  readonly id?: string;
  /** Place among the handlers of the same pattern. */
  readonly order?: Order;
}

export interface RetryObserver {
  /**
   * Attaches this observer to a client. Attaching twice changes nothing; an adapter given later replaces a missing one.
   *
   * @returns the same client
   * @throws TypeError where there is no middleware stack, or none with the SDK's `retryMiddleware`
   */
  observe<Client extends ObservableClient>(client: Client, adapter?: ServiceAdapter): Client;
  /** Detaches this observer alone. */
  unobserve(client: ObservableClient): void;
  /**
   * Calls `handler` with each event that `pattern` matches. What it returns is ignored; what it throws, and what its
   * promise rejects with, goes to `onError`. Order and matching are botocore's.
   *
   * @returns the undo
   * @throws TypeError for a pattern that is no string or empty, a handler that is no function, an unknown option
   * @example
   * const off = observer.on('needs-retry.s3.*', (event) => console.log(event.operation, event.attempts));
   */
  on<P extends Pattern>(
    pattern: P,
    handler: (event: EventOf<P>) => unknown,
    options?: HandlerOptions,
  ): () => void;
  /**
   * For `middlewareStack.use` and for the `clientPlugins` of credential providers. The stack, or the client's of a command,
   * must have the SDK's `retryMiddleware`: else `send` fails, as it does with the SDK's own signing.
   */
  plugin(adapter?: ServiceAdapter): Pluggable;
  /** Resolves when the sinks that buffer have sent what they have. */
  flush(): Promise<void>;
  /** The calls that have begun and not ended, newest first. */
  callsInFlight(): readonly CallInFlight[];
  /** Sends an event to handlers and sinks: for packages built on this one. */
  emit(event: RetryEvent): void;
}

/**
 * Makes an observer of SDK calls. The environment is read now: `NEEDS_RETRY_DISABLED` (`true` or `1`) makes `observe`
 * and `plugin` do nothing.
 *
 * @throws TypeError for an unknown option, or one of the wrong type
 * @example
 * const observer = createRetryObserver({ sinks: [lineSink({ json: true })] });
 * const s3 = observer.observe(new S3Client({}));
 */
export function createRetryObserver(options: ObserverOptions = {}): RetryObserver {
  checkObserverOptions(options);
  return makeObserver(options);
}

/** The observer that adapters use when given none: one per thread, whichever copy of this package asks. */
export function defaultObserver(): RetryObserver {
  const shared = registry();
  shared.defaultObserver ??= makeObserver({});
  return shared.defaultObserver;
}

/** Makes an observer of options that are right. */
function makeObserver(options: ObserverOptions): RetryObserver {
  const onError = options.onError ?? reportOnStderr();
  const disabled = /^(true|1)$/.test(process.env.NEEDS_RETRY_DISABLED ?? '');
  const sinks = options.sinks ?? (disabled ? [] : defaultSinks());
  const ours = sinks.filter(isStdoutSink);
  const others = sinks.filter((sink) => !isStdoutSink(sink));
  const emitter = new Emitter<(event: RetryEvent) => unknown>();
  const reported = new Set<string>();

  const receiver: Receiver = {
    handlers: emitter,
    receive: send,
    report(error, problem) {
      // A property's value or a strategy is wrong in every call: once is enough.
      const once = problem.source === 'property' || problem.source === 'strategy';
      if (once && !addOnce(reported, (error as Error).message)) return;
      try {
        guard(onError(error, problem) as unknown, () => {});
      } catch {
        // There is nobody left to tell.
      }
    },
  };

  function send(event: RetryEvent): void {
    if (!emitter.empty)
      for (const handler of emitter.lookup(event.eventName)) run(() => handler(event), 'handler', event);
    if (!isReportable(event)) return;
    const write = (sink: Sink) => run(() => sink.write(event), 'sink', event);
    // The lines of our own leave together, which may fail too, and before anybody else's sink can end the process.
    run(() => inOneWrite(() => ours.forEach(write)), 'sink', event);
    others.forEach(write);
  }

  function run(
    act: () => unknown,
    source: 'handler' | 'sink',
    { eventName }: { eventName?: string },
  ): unknown {
    const failed = (error: unknown) =>
      receiver.report(error, { source, ...(eventName !== undefined && { eventName }) });
    try {
      return guard(act(), failed);
    } catch (error) {
      return failed(error);
    }
  }

  return {
    observe(client, adapter) {
      if (disabled) return client;
      const stack = stackOf(client);
      if (adapter !== undefined) checkAdapter(adapter);
      framesOf(stack).add(receiver, client, adapter);
      dropCachedHandlers(client);
      return client;
    },
    unobserve(client) {
      const stack: unknown = client?.middlewareStack;
      if (!isObject(stack)) return;
      registry().frames.get(stack)?.remove(receiver);
      dropCachedHandlers(client);
    },
    on(pattern, handler, handlerOptions = {}) {
      checkHandler(pattern, handler, handlerOptions);
      return emitter.add(
        pattern,
        handler as (event: RetryEvent) => unknown,
        handlerOptions.id,
        handlerOptions.order,
      );
    },
    plugin(adapter) {
      if (adapter !== undefined) checkAdapter(adapter);
      return {
        applyToStack(stack: MiddlewareStack) {
          if (!disabled) framesOf(stack).add(receiver, undefined, adapter);
        },
      };
    },
    async flush() {
      await Promise.all(sinks.map((sink) => run(() => sink.flush?.(), 'sink', {})));
    },
    callsInFlight() {
      const calls: CallInFlight[] = [];
      for (let call = registry().newestCall; call !== undefined; call = call.older) {
        if (!receiversOf(call).includes(receiver)) continue;
        calls.push({
          ...callFacts(call, call.attempts, performance.now() - call.startedAt),
          phase: call.running > 0 ? 'attempt' : 'waiting',
          lastError: call.lastFailure,
        });
      }
      return calls;
    },
    emit: (event) => send(Object.freeze(event)),
  };
}

const inLambda = (): boolean => Boolean(process.env.AWS_LAMBDA_FUNCTION_NAME);

function defaultSinks(): readonly Sink[] {
  return inLambda() ? [defaultLineSink(), defaultEmfSink()] : [defaultLineSink()];
}

function checkObserverOptions(options: ObserverOptions): void {
  checkOptions('createRetryObserver', options, ['sinks', 'onError']);
  const { sinks = [], onError } = options;
  need(Array.isArray(sinks), 'sinks', 'an array', sinks);
  for (const [i, sink] of sinks.entries()) {
    need(typeof sink?.write === 'function', `sinks[${i}]`, 'an object with a function `write`', sink);
  }
  need(onError === undefined || typeof onError === 'function', 'onError', 'a function', onError);
}

function checkHandler(pattern: unknown, handler: unknown, options: HandlerOptions): void {
  need(typeof pattern === 'string' && pattern !== '', 'pattern', 'a non-empty string', pattern);
  need(typeof handler === 'function', 'handler', 'a function', handler);
  checkOptions('on', options, ['id', 'order']);
  const { id, order } = options;
  need(id === undefined || typeof id === 'string', 'id', 'a string', id);
  need(order === undefined || order === 'first' || order === 'last', 'order', '"first" or "last"', order);
}

/** A client's stack, where it is one that can be observed. */
function stackOf(client: ObservableClient): MiddlewareStack {
  const stack = client?.middlewareStack;
  const isStack = typeof stack?.addRelativeTo === 'function' && typeof stack.clone === 'function';
  need(isStack, 'client', 'one with a `middlewareStack`', client);
  need(hasRetries(stack), 'client', "one with the SDK's `retryMiddleware`", client);
  return stack;
}

/** Old stacks cannot list their middleware, but a copy can try to remove it. */
function hasRetries(stack: MiddlewareStack): boolean {
  return stack.clone().remove('retryMiddleware');
}

/**
 * Hands a promise's rejection to `failed`. Returns the value, or a promise that never rejects. A thenable may be
 * anybody's: what its `then` returns can reject too.
 */
function guard(value: unknown, failed: (error: unknown) => void): unknown {
  if (!isThenable(value)) return value;
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve(failed(error));
    try {
      const returned: unknown = value.then(resolve, fail);
      if (isThenable(returned)) returned.then(undefined, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** @returns whether `value` is new. The set stops growing at a size that no honest program reaches. */
function addOnce(set: Set<string>, value: string): boolean {
  if (set.has(value) || set.size >= 100) return false;
  set.add(value);
  return true;
}

/** Under `cacheMiddleware` a client keeps the handlers that it resolved before; the SDK drops them the same way. */
function dropCachedHandlers(client: ObservableClient): void {
  const cache: { handlers?: unknown } = client as object;
  if (cache.handlers instanceof WeakMap) Reflect.deleteProperty(cache, 'handlers');
}
