import type { Middleware, MiddlewareStack } from './client.js';

/** An entry of a middleware stack, as the stack hands it to another one. */
interface Entry {
  readonly middleware: Middleware;
  readonly options: { readonly name?: string; readonly middleware?: unknown };
  readonly method: 'add' | 'addRelativeTo';
}

/** The SDK's retry middleware in a stack; undefined in that of a command, which is joined with its client's later. */
export function retryMiddlewareOf(stack: MiddlewareStack): Middleware | undefined {
  return entriesOf(stack).find(({ options }) => options.name === 'retryMiddleware')?.middleware;
}

/**
 * Puts `to` in the place of `from`, under the same name. A stack cannot exchange an entry and orders neighbours by when
 * they were added, so all entries are removed and added again: the order of the others stays.
 */
export function exchange(stack: MiddlewareStack, from: Middleware, to: Middleware): void {
  const entries = entriesOf(stack);
  if (!entries.some(({ middleware }) => middleware === from)) return;
  for (const { middleware } of entries) stack.remove(middleware);
  for (const { middleware, options, method } of entries) {
    // An entry's options hold its middleware too, which would win over the argument.
    const { middleware: _, ...place } = options;
    stack[method](middleware === from ? to : middleware, place);
  }
}

/** A stack copies itself into whatever takes entries. */
function entriesOf(stack: MiddlewareStack): readonly Entry[] {
  const entries: Entry[] = [];
  const taking =
    (method: Entry['method']) =>
    (middleware: Middleware, options: Entry['options'] = {}): void => {
      entries.push({ middleware, options, method });
    };
  stack.applyToStack?.({ add: taking('add'), addRelativeTo: taking('addRelativeTo') });
  return entries;
}
