import { observedStacks } from './call/stack.js';
import { isDisabled } from './environment.js';
import { defaultObserver, type RetryObserver } from './observer.js';
import { checkOptions, need } from './options.js';
import { checkAdapter, type ServiceAdapter } from './sdk/adapter.js';
import { isObject, type ObservableClient } from './sdk/client.js';
import { IF_MOCKED } from './sdk/inspection.js';
import { serviceIdOf, serviceName } from './sdk/names.js';
import { shared } from './shared.js';

export interface ObserveAllOptions {
  /**
   * Each client gets that of its service; one without is observed all the same. `@needs-retry/services` has them all.
   * @defaultValue none
   */
  readonly adapters?: readonly ServiceAdapter[];
  /** @defaultValue the observer that adapters use when given none */
  readonly observer?: RetryObserver;
}

/** A client class of the SDK, such as `S3Client`. */
// biome-ignore lint/suspicious/noExplicitAny: constructors of every configuration
export type ClientClass = abstract new (...args: any[]) => ObservableClient;

/**
 * Observes every client, made already or later, that shares the SDK's `Client` class with `clientClass`: that of other
 * services, of libraries and of credential providers. A client is observed at its next `send`; one that has no retries is
 * left alone. With two copies of the SDK give a class of each. With `NEEDS_RETRY_DISABLED` this does nothing.
 *
 * Not seen are a `send` that was taken from its class before, and the own `send` of a mock.
 *
 * @returns the undo, which detaches the clients that this call attached
 * @throws TypeError for a class without `send`, an unknown option, or one of the wrong type
 * @example
 * import { adapters } from '@needs-retry/services';
 * observeAll(S3Client, { adapters });
 */
export function observeAll(clientClass: ClientClass, options: ObserveAllOptions = {}): () => void {
  const { adapters, observer } = checked(options);
  if (isDisabled()) return () => {};
  const owner = ownerOfSend(clientClass);
  const expected = `a client class of the SDK, with a method \`send\` ${IF_MOCKED}`;
  need(owner !== undefined, 'clientClass', expected, clientClass);
  const watcher = new Watcher(observer ?? defaultObserver(), adapters);
  const patch = patches().get(owner) ?? new SendPatch(owner);
  patches().set(owner, patch);
  patch.add(watcher);
  return () => {
    patch.remove(watcher);
    watcher.detachAll(patch.watchers);
  };
}

function checked(options: ObserveAllOptions) {
  checkOptions('observeAll', options, ['adapters', 'observer']);
  const { adapters = [], observer } = options;
  need(Array.isArray(adapters), 'adapters', 'an array', adapters);
  adapters.forEach(checkAdapter);
  const observes = observer === undefined || typeof observer?.observe === 'function';
  need(observes, 'observer', 'one of createRetryObserver', observer);
  return { adapters, observer };
}

/** The prototype farthest up the chain that owns a `send`. */
function ownerOfSend(clientClass: ClientClass): object | undefined {
  let owner: object | undefined;
  let prototype: unknown = clientClass?.prototype;
  for (; isObject(prototype); prototype = Object.getPrototypeOf(prototype)) {
    if (typeof Object.getOwnPropertyDescriptor(prototype, 'send')?.value === 'function') owner = prototype;
  }
  return owner;
}

/** What one `observeAll` does with the clients that it sees. */
class Watcher {
  readonly #byService: ReadonlyMap<string, ServiceAdapter>;
  readonly #seen = new WeakSet<ObservableClient>();
  #attached: WeakRef<ObservableClient>[] = [];

  constructor(
    readonly observer: RetryObserver,
    adapters: readonly ServiceAdapter[],
  ) {
    this.#byService = new Map(adapters.map((adapter) => [adapter.service, adapter]));
  }

  see(client: ObservableClient): void {
    if (this.#seen.has(client)) return;
    this.#seen.add(client);
    const before = receiversOf(client);
    this.observer.observe(client, this.#byService.get(serviceName(serviceIdOf(client) ?? '')));
    if (receiversOf(client) > before) {
      this.#attached = [...this.#attached.filter((ref) => ref.deref() !== undefined), new WeakRef(client)];
    }
  }

  /** Detaches its clients, but for those that another watcher of the same observer has seen: they are its from now on. */
  detachAll(others: ReadonlySet<Watcher>): void {
    for (const ref of this.#attached) {
      const client = ref.deref();
      if (client === undefined) continue;
      const heir = [...others].find((each) => each.observer === this.observer && each.#seen.has(client));
      if (heir === undefined) this.observer.unobserve(client);
      else heir.#attached.push(ref);
    }
    this.#attached = [];
  }
}

function receiversOf({ middlewareStack }: ObservableClient): number {
  return observedStacks().get(middlewareStack)?.audience.receivers.length ?? 0;
}

/** The replaced `send` of one prototype. With no watcher left it only calls the original. */
class SendPatch {
  readonly watchers = new Set<Watcher>();
  #original: PropertyDescriptor | undefined = undefined;
  #send: unknown = undefined;

  constructor(readonly owner: object) {}

  add(watcher: Watcher): void {
    this.watchers.add(watcher);
    const current = Object.getOwnPropertyDescriptor(this.owner, 'send')!;
    if (current.value === this.#send) return;
    this.#original = current;
    this.#send = this.#around(current.value);
    Object.defineProperty(this.owner, 'send', { ...current, value: this.#send });
  }

  /** The `send` that was there comes back, unless somebody else has put another one over ours. */
  remove(watcher: Watcher): void {
    this.watchers.delete(watcher);
    if (this.watchers.size > 0) return;
    if (Object.getOwnPropertyDescriptor(this.owner, 'send')?.value !== this.#send) return;
    Object.defineProperty(this.owner, 'send', this.#original!);
    this.#send = undefined;
  }

  #around(original: (...args: unknown[]) => unknown) {
    const watchers = this.watchers;
    function send(this: ObservableClient, ...args: unknown[]): unknown {
      for (const watcher of watchers) look(watcher, this);
      return Reflect.apply(original, this, args);
    }
    return Object.defineProperties(send, Object.getOwnPropertyDescriptors(original));
  }
}

/** What fails on our side is not the call's to know: the client is then not observed. */
function look(watcher: Watcher, client: ObservableClient): void {
  try {
    watcher.see(client);
  } catch {
    // It is no client that can be observed.
  }
}

const patches = shared('sends', (): WeakMap<object, SendPatch> => new WeakMap());
