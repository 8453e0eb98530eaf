import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Properties } from '../event.js';
import { builtin } from '../node.js';
import { need } from '../options.js';
import { shared } from '../shared.js';

/**
 * Runs `fn` with `properties` added to every event of the calls that start inside it, however deep.
 *
 * Values are strings, finite numbers or booleans; others are dropped and reported once. On Node.js 20 and 22 the
 * first use of this function slows down every promise in the process, because it uses `AsyncLocalStorage`.
 *
 * @throws TypeError if `properties` is not an object
 * @example
 * await withProperties({ orderId }, () => s3.send(new PutObjectCommand(input)));
 */
export function withProperties<T>(properties: Properties, fn: () => T): T {
  need(typeof properties === 'object' && properties !== null, 'properties', 'an object', properties);
  const slot = context();
  slot.storage ??= new (builtin('node:async_hooks').AsyncLocalStorage)<Properties>();
  return slot.storage.run({ ...slot.storage.getStore(), ...properties }, fn);
}

export function currentProperties(): Properties | undefined {
  return context().storage?.getStore();
}

/** The storage is made by the first `withProperties`. */
const context = shared('properties', (): { storage?: AsyncLocalStorage<Properties> } => ({}));

/** What goes into an event: the known values of `sources`, a later one winning. The others are named to `drop`. */
export function mergeProperties(
  sources: readonly (Partial<Properties> | undefined)[],
  drop: (name: string, value: unknown) => void,
): Properties {
  const entries: (readonly [string, string | number | boolean])[] = [];
  for (const source of sources) {
    if (source === undefined) continue;
    for (const [name, value] of Object.entries(source)) {
      if (value === undefined) continue;
      if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
        entries.push([name, value]);
      } else drop(name, value);
    }
  }
  // Not assignments, which `__proto__` would turn into something else.
  return Object.freeze(Object.fromEntries(entries));
}
