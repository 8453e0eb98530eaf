/** The members of Lambda's context that we read. */
export interface LambdaContext {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/**
 * The context among a handler's arguments: the second, or the third of a streaming handler. A durable function's context
 * holds it as `lambdaContext`.
 */
export function contextOf(args: readonly unknown[]): LambdaContext {
  return args.slice(1).map(lambdaContextIn).find(isContext) ?? {};
}

/** Undefined if the context has no remaining time, or one that a timer cannot wait for, as contexts in tests may. */
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

function lambdaContextIn(value: unknown): unknown {
  return (value as { lambdaContext?: unknown } | null | undefined)?.lambdaContext ?? value;
}

function isContext(value: unknown): value is LambdaContext {
  const { awsRequestId, getRemainingTimeInMillis } = (value ?? {}) as Record<string, unknown>;
  return typeof awsRequestId === 'string' || typeof getRemainingTimeInMillis === 'function';
}
