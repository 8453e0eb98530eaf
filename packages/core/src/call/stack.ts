import type { ErrorClass, ErrorType, Problem, Properties, RetryEvent } from '../event.js';
import { badInput } from '../options.js';
import { plain, type ServiceAdapter } from '../sdk/adapter.js';
import { classOfType, isErrorClass } from '../sdk/classify.js';
import type { HandlerContext, Middleware, MiddlewareStack, ObservableClient } from '../sdk/client.js';
import {
  type Names,
  namesOf,
  serviceIdOf,
  serviceName,
  serviceNameInUserAgent,
  serviceNameOfClass,
} from '../sdk/names.js';
import { Settings } from '../sdk/settings.js';
import { shared } from '../shared.js';

/** Gets the events of a stack's calls: an observer. */
export interface Receiver {
  readonly handlers: {
    /** True if there are none at all. */
    readonly empty: boolean;
    /** Those of an event. */
    lookup(eventName: string): readonly unknown[];
  };
  receive(event: RetryEvent): void;
  report(error: unknown, problem: Problem): void;
}

/** The observers of a stack. Calls in flight keep this instead of the stack, which would keep the client. */
export interface Audience {
  receivers: readonly Receiver[];
}

/** A middleware stack that is observed: by whom, with which adapter, and what is known of its client. */
export class ObservedStack {
  readonly audience: Audience = { receivers: [] };
  readonly settings = new Settings();
  client: ObservableClient | undefined = undefined;
  adapter: ServiceAdapter | undefined = undefined;
  /** Takes the frames out of the stack; undefined while they are not in it. */
  detach: (() => void) | undefined = undefined;
  /** The wrapped retry middleware, which stands in the place of the SDK's own. */
  retry: Middleware | undefined = undefined;
  /** Wraps the SDK's retry entry again if somebody has put another one in its place. Returns true if so. */
  restore: (() => boolean) | undefined = undefined;
  readonly #names = new Map<string | undefined, Names>();
  /** The service's name in the user agent of a first request. */
  #seenService: string | undefined = undefined;

  constructor(readonly stack: MiddlewareStack) {}

  get isUnobserved(): boolean {
    return this.audience.receivers.length === 0;
  }

  /** An adapter given later replaces a missing one. */
  add(receiver: Receiver, client: ObservableClient | undefined, adapter: ServiceAdapter | undefined): void {
    const { receivers } = this.audience;
    if (!receivers.includes(receiver)) this.audience.receivers = [...receivers, receiver];
    this.client ??= client;
    this.adapter ??= adapter;
    this.#names.clear();
  }

  /** Calls in flight notice at their next event. */
  remove(receiver: Receiver): void {
    this.audience.receivers = this.audience.receivers.filter((each) => each !== receiver);
    if (this.isUnobserved) this.adapter = undefined;
  }

  namesFor(context: HandlerContext): Names {
    const known = this.#names.get(context.commandName);
    if (known !== undefined) return known;
    const serviceId = serviceIdOf(this.client) ?? this.adapter?.service;
    const service = serviceId === undefined ? this.#seenService : serviceName(serviceId);
    const names = namesOf(service ?? serviceNameOfClass(context), context);
    if (service !== undefined) this.#names.set(context.commandName, names);
    return names;
  }

  /** Asks the client's providers, and learns from the first request what only its user agent tells. */
  learn(userAgent: string | undefined): void {
    this.settings.ask(this.client?.config, userAgent);
    this.#seenService = serviceNameInUserAgent(userAgent);
  }

  /** Asks the adapter, if there is one. What it throws is reported and answers nothing. */
  ask<T>(question: (service: ServiceAdapter) => T): T | undefined {
    if (this.adapter === undefined) return undefined;
    try {
      return plain(question(this.adapter));
    } catch (error) {
      this.report(error, 'adapter');
      return undefined;
    }
  }

  report(error: unknown, source: Problem['source']): void {
    for (const receiver of this.audience.receivers) receiver.report(error, { source });
  }

  /** Reports a property that cannot be written. */
  dropProperty(name: string, value: unknown): void {
    const got = value === null || typeof value === 'number' ? String(value) : typeof value;
    const expected = 'a string, a finite number or a boolean';
    this.report(badInput(`Expected property \`${name}\` to be ${expected}, got ${got}.`), 'property');
  }

  /** What the adapter says of an input. */
  propertiesOf(input: unknown): Partial<Properties> | undefined {
    return this.ask((service) => ({ ...plain(service.properties?.(input)) }));
  }

  /** What the adapter says of an error. */
  errorPropertiesOf(error: unknown): Partial<Properties> | undefined {
    return this.ask((service) => ({ ...plain(service.errorProperties?.(error)) }));
  }

  /** The adapter's answer, else what the SDK's own type tells. */
  classOf(error: unknown, errorType: ErrorType | undefined, operation: string): ErrorClass | undefined {
    const said = this.ask((service) => {
      const errorClass = plain(service.classify?.(error, operation));
      if (errorClass === undefined || isErrorClass(errorClass)) return errorClass;
      throw new TypeError('Expected `classify` of an adapter to return an error class or undefined.');
    });
    return said ?? classOfType(errorType);
  }
}

/** The one `ObservedStack` of each stack. It stays when its last receiver is gone: calls in flight belong to it. */
export const observedStacks = shared('stacks', (): WeakMap<MiddlewareStack, ObservedStack> => new WeakMap());
