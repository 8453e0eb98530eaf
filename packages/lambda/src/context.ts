/** The members of Lambda's context that we read. */
export interface LambdaContext {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/** The context among a handler's arguments: the second, or the third of a streaming handler. */
export function contextOf(args: readonly unknown[]): LambdaContext {
  return (args.slice(1).find(isContext) ?? {}) as LambdaContext;
}

/** Undefined where the context does not tell, or tells what no timer can wait for: contexts of tests are odd. */
export function remainingMsOf(context: LambdaContext): number | undefined {
  try {
    const remainingMs = context.getRemainingTimeInMillis?.() ?? 0;
    return remainingMs > 0 && remainingMs <= MAX_TIMER_MS ? remainingMs : undefined;
  } catch {
    return undefined;
  }
}

/** A longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function isContext(value: unknown): boolean {
  const { awsRequestId, getRemainingTimeInMillis } = (value ?? {}) as Record<string, unknown>;
  return typeof awsRequestId === 'string' || typeof getRemainingTimeInMillis === 'function';
}
