import { callInFlight } from './call/events.js';
import { callsInFlight } from './call/in-flight.js';
import { attach, detach } from './call/plugin.js';
import { Delivery } from './delivery.js';
import type { Order } from './emitter.js';
import { isDisabled, isInLambda } from './environment.js';
import type { CallInFlight, EventMap, Problem, RetryEvent, Sink } from './event.js';
import { checkOptions, need } from './options.js';
import { reportOnStderr } from './problem.js';
import { checkAdapter, type ServiceAdapter } from './sdk/adapter.js';
import { isObject, type MiddlewareStack, type ObservableClient, type Pluggable } from './sdk/client.js';
import { stackOf } from './sdk/inspection.js';
import { shared } from './shared.js';
import { defaultEmfSink } from './sinks/emf.js';
import { defaultLineSink } from './sinks/line.js';

export interface ObserverOptions {
  /** @defaultValue in Lambda the log line and EMF documents, elsewhere only the line */
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
   * @throws TypeError if there is no middleware stack, or none with the SDK's `retryMiddleware`
   */
  observe<Client extends ObservableClient>(client: Client, adapter?: ServiceAdapter): Client;
  /** Detaches this observer. Other observers of the client keep working. */
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
  /**
   * Writes bursts under way and tries once to write the backlog, before it returns; resolves when the sinks that buffer have
   * sent what they have. Never rejects: what fails goes to `onError`.
   */
  flush(): Promise<void>;
  /** The calls that have begun and not ended, newest first. */
  callsInFlight(): readonly CallInFlight[];
  /** Sends a frozen copy of an event to handlers and sinks: for packages built on this one. */
  emit(event: RetryEvent): void;
}

/**
 * Makes an observer of SDK calls. The environment is read now: with `NEEDS_RETRY_DISABLED` (`1`, `true`, `yes` or `on`)
 * `observe` and `plugin` do nothing.
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
  const slot = standard();
  slot.observer ??= makeObserver({});
  return slot.observer;
}

const standard = shared('observer', (): { observer?: RetryObserver } => ({}));

/** Makes an observer of options that are right. */
function makeObserver({ sinks, onError = reportOnStderr() }: ObserverOptions): RetryObserver {
  const disabled = isDisabled();
  const delivery = new Delivery(sinks ?? (disabled ? [] : defaultSinks()), onError);
  return {
    observe(client, adapter) {
      if (disabled) return client;
      const stack = stackOf(client);
      if (adapter !== undefined) checkAdapter(adapter);
      attach(stack, delivery, client, adapter);
      return client;
    },
    unobserve(client) {
      const stack: unknown = client?.middlewareStack;
      if (isObject(stack)) detach(stack as MiddlewareStack, delivery, client);
    },
    on(pattern, handler, handlerOptions = {}) {
      checkHandler(pattern, handler, handlerOptions);
      const { id, order } = handlerOptions;
      return delivery.handlers.add(pattern, handler as (event: RetryEvent) => unknown, id, order);
    },
    plugin(adapter) {
      if (adapter !== undefined) checkAdapter(adapter);
      return {
        applyToStack(stack: MiddlewareStack) {
          if (!disabled) attach(stack, delivery, undefined, adapter);
        },
      };
    },
    flush: () => delivery.flush(),
    callsInFlight: () =>
      [...callsInFlight()].filter((call) => call.receivers.includes(delivery)).map(callInFlight),
    emit: (event) => delivery.receive(Object.freeze({ ...event })),
  };
}

function defaultSinks(): readonly Sink[] {
  return isInLambda() ? [defaultLineSink(), defaultEmfSink()] : [defaultLineSink()];
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
