import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Call } from './call.js';
import type { Properties } from './event.js';
import type { Invocation } from './invocation.js';
import type { RetryObserver } from './observer.js';
import type { Frames } from './plugin.js';

/**
 * What all copies of this package in a thread share, so that attaching twice, or from an ES module and a CommonJS
 * copy, counts once and loses no handler. Its shape is a protocol between copies: a change to it is a new version.
 */
export interface Registry {
  /** The one set of frames on each middleware stack. */
  readonly frames: WeakMap<object, Frames>;
  /** How many sets there have been, for their names. */
  frameSets: number;
  /** The calls in flight, as a doubly linked list: two writes to enter, two to leave. */
  newestCall?: Call | undefined;
  /** Made by the first `withProperties`. */
  properties?: AsyncLocalStorage<Properties>;
  defaultObserver?: RetryObserver;
  /** The Lambda invocation that runs, where one runs at a time and somebody said which. */
  invocation?: Invocation | undefined;
}

export function registry(): Registry {
  shared ??= sharedByCopies();
  return shared;
}

let shared: Registry | undefined;

function sharedByCopies(): Registry {
  const holder = globalThis as { [KEY]?: Registry };
  holder[KEY] ??= { frames: new WeakMap(), frameSets: 0 };
  return holder[KEY];
}

const KEY = Symbol.for('@needs-retry/core/v1');
