import { need } from '../options.js';
import type { MiddlewareStack, ObservableClient } from './client.js';

/**
 * The middleware stack of a client that can be observed.
 *
 * @throws TypeError if there is none, or none with the SDK's `retryMiddleware`
 */
export function stackOf(client: ObservableClient): MiddlewareStack {
  const stack = client?.middlewareStack;
  const isStack = typeof stack?.addRelativeTo === 'function' && typeof stack.clone === 'function';
  need(isStack, 'client', `one with a \`middlewareStack\` ${IF_MOCKED}`, client);
  need(hasRetries(stack), 'client', `one with the SDK's \`retryMiddleware\` ${IF_MOCKED}`, client);
  return stack;
}

/** What the message says of a client that is none: it may be a mock, as of a whole module. */
export const IF_MOCKED = '(with mocked clients, set NEEDS_RETRY_DISABLED=1)';

/** Old stacks cannot list their middleware, but a copy can try to remove it. What a mock returns is no copy. */
function hasRetries(stack: MiddlewareStack): boolean {
  const copy: Partial<ReturnType<MiddlewareStack['clone']>> | undefined = stack.clone();
  return copy?.remove?.('retryMiddleware') === true;
}

/** Under `cacheMiddleware` a client keeps the handlers that it resolved before; the SDK drops them the same way. */
export function dropCachedHandlers(client: ObservableClient | undefined): void {
  const cache: { handlers?: unknown } = (client ?? {}) as object;
  if (cache.handlers instanceof WeakMap) Reflect.deleteProperty(cache, 'handlers');
}
