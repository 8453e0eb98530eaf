/** The members of Lambda's context that we read. */
export interface LambdaContext {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/** The context among a handler's arguments: the second, or the third of a streaming handler. */
export function contextOf(args: readonly unknown[]): LambdaContext {
  return (args.slice(1).find(isContext) ?? {}) as LambdaContext;
}

function isContext(value: unknown): boolean {
  const { awsRequestId, getRemainingTimeInMillis } = (value ?? {}) as Record<string, unknown>;
  return typeof awsRequestId === 'string' || typeof getRemainingTimeInMillis === 'function';
}
