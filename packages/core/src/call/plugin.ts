import type { ServiceAdapter } from '../sdk/adapter.js';
import type { MiddlewareStack, ObservableClient } from '../sdk/client.js';
import { exchange, retryMiddlewareOf } from '../sdk/entries.js';
import { dropCachedHandlers } from '../sdk/inspection.js';
import type { Call } from './call.js';
import { attemptFrame, callFrame, loopFrame, retryFrames } from './frames.js';
import { ObservedStack, observedStacks, type Receiver } from './stack.js';

/** Lets `receiver` get the events of a stack's calls. Attaching twice changes nothing. */
export function attach(
  stack: MiddlewareStack,
  receiver: Receiver,
  client: ObservableClient | undefined,
  adapter: ServiceAdapter | undefined,
): void {
  const stacks = observedStacks();
  const observed = stacks.get(stack) ?? new ObservedStack(stack);
  stacks.set(stack, observed);
  observed.add(receiver, client, adapter);
  // Observing again repairs what a retry plugin has displaced meanwhile.
  if (observed.detach === undefined) observed.detach = place(observed);
  else observed.restore?.();
  dropCachedHandlers(client);
}

/** Takes one receiver back, and with the last one the frames. */
export function detach(stack: MiddlewareStack, receiver: Receiver, client: ObservableClient): void {
  const observed = observedStacks().get(stack);
  if (observed === undefined) return;
  observed.remove(receiver);
  dropCachedHandlers(client);
  if (!observed.isUnobserved) return;
  observed.detach?.();
  observed.detach = undefined;
}

/** Puts the frames into a stack. @returns the undo */
function place(observed: ObservedStack): () => void {
  const { stack } = observed;
  const call = callFrame(observed);
  stack.add(call, { step: 'initialize', priority: 'high' });
  const undo = retryMiddlewareOf(stack) === undefined ? placeBeside(observed) : placeInRetryEntry(observed);
  return () => {
    stack.remove(call);
    undo();
  };
}

/**
 * Each place in a stack costs more than what stands in it (`bench frames`), so the SDK's retry entry is exchanged for
 * one that wraps it.
 */
function placeInRetryEntry(observed: ObservedStack): () => void {
  let undo = wrapRetryEntry(observed);
  observed.restore = () => {
    const again = wrapRetryEntry(observed);
    if (again === undefined) return false;
    undo = again;
    dropCachedHandlers(observed.client);
    observed.report(new Error(DISPLACED), 'stack');
    return true;
  };
  return () => {
    observed.restore = undefined;
    undo?.();
  };
}

const DISPLACED =
  'A retry plugin was used after the client was observed: attempts were not counted until now. Observe the client after its last plugin.';

/** @returns the undo; undefined if the entry is wrapped already, or gone */
function wrapRetryEntry(observed: ObservedStack): (() => void) | undefined {
  const { stack } = observed;
  const retry = retryMiddlewareOf(stack);
  if (retry === undefined || retry === observed.retry) return undefined;
  const wrapped = retryFrames(observed, retry);
  exchange(stack, retry, wrapped);
  observed.retry = wrapped;
  return () => exchange(stack, wrapped, retry);
}

/** A command's own stack has no retry entry to wrap: its frames stand beside that of the client's. */
function placeBeside(observed: ObservedStack): () => void {
  const { stack } = observed;
  const byRequest = new WeakMap<object, Call>();
  const toMiddleware = 'retryMiddleware';
  const [loop, attempt] = ['needsRetryLoopMiddleware', 'needsRetryAttemptMiddleware'];
  // A command of a document client has its stack joined twice, where a name that may not be overridden is an error.
  const override = true;
  stack.addRelativeTo(loopFrame(observed, byRequest), {
    name: loop,
    relation: 'before',
    toMiddleware,
    override,
  });
  stack.addRelativeTo(attemptFrame(observed, byRequest), {
    name: attempt,
    relation: 'after',
    toMiddleware,
    override,
  });
  return () => {
    stack.remove(loop);
    stack.remove(attempt);
  };
}
