import type { ErrorClass, PartialFailure, Properties } from '../event.js';
import { need } from '../options.js';
import { isThenable } from './client.js';

/**
 * What only one service knows: its name and at most five functions. What they return is written to logs, so they hold
 * allow-lists: never a key, an item, a payload or a message.
 */
export interface ServiceAdapter {
  /** The name in events: `dynamodb`. */
  readonly service: string;
  /** Facts of the call's input, read once when it starts. `resource` is the bucket, table, queue … */
  properties?(input: unknown): Partial<Properties> | undefined;
  /** Facts of an attempt's error. */
  errorProperties?(error: unknown): Partial<Properties> | undefined;
  /** The class of an error in an operation (`PutItem`), or undefined for what the SDK's own type says. */
  classify?(error: unknown, operation: string): ErrorClass | undefined;
  /** What a successful answer left undone, one entry for each resource. */
  partialFailures?(input: unknown, output: unknown): readonly PartialFailure[];
  /**
   * Calls `onError` at most once, with the error that a response stream in `output` throws at its reader. Wraps the
   * stream's own `Symbol.asyncIterator` in place: the caller gets the very stream and the very chunks.
   */
  watchStream?(output: unknown, onError: (error: unknown) => void): void;
}

/** @throws TypeError if `adapter` is none */
export function checkAdapter(adapter: ServiceAdapter): void {
  need(typeof adapter === 'object' && adapter !== null, 'adapter', 'an object', adapter);
  const { service, ...functions } = adapter;
  need(typeof service === 'string' && service !== '', 'adapter.service', 'a non-empty string', service);
  for (const [name, value] of Object.entries(functions)) {
    need(value === undefined || typeof value === 'function', `adapter.${name}`, 'a function', value);
  }
}

/**
 * An adapter's answer, which is no promise.
 *
 * @throws TypeError for a promise
 */
export function plain<T>(answer: T): T {
  if (!isThenable(answer)) return answer;
  answer.then(undefined, () => {});
  throw new TypeError('Expected an adapter to answer at once, got a promise.');
}
