import { type LambdaContext, remainingMsOf } from './context.js';

const MAX_MARGIN_MS = 200;

export interface DeadlineActs {
  /** Called a margin before the invocation's deadline. */
  near(): void;
  /** Called at the deadline. */
  past(): void;
}

/**
 * Watches an invocation's deadline, if its context has one, with a timer that keeps no process alive.
 *
 * @returns the undo
 */
export function watchDeadline(
  context: LambdaContext,
  marginMs: number | undefined,
  { near, past }: DeadlineActs,
): () => void {
  const remainingMs = remainingMsOf(context);
  if (remainingMs === undefined) return () => {};
  const margin = Math.min(marginMs ?? Math.min(MAX_MARGIN_MS, remainingMs / 10), remainingMs);
  let timer = setTimeout(() => {
    timer = setTimeout(past, margin).unref();
    near();
  }, remainingMs - margin).unref();
  return () => clearTimeout(timer);
}
