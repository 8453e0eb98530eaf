/**
 * The id of the Lambda invocation that is running, read structurally from what the runtime's own clients keep:
 * `InvokeStore` (4.x, and under multi-concurrency per invocation), else a symbol on the global object (3.x).
 * Undefined elsewhere and during init.
 */
export function currentRequestId(): string | undefined {
  const store = (globalThis as RuntimeGlobals).awslambda?.InvokeStore;
  const id = store?.getRequestId?.();
  // The SDK creates a store that knows nothing where the runtime has none: its answer is '-'.
  if (typeof id === 'string' && id !== '-' && id !== '') return id;
  const older = (globalThis as RuntimeGlobals)[OLDER_REQUEST_ID];
  return typeof older === 'string' && older !== '' ? older : undefined;
}

const OLDER_REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');

interface RuntimeGlobals {
  readonly awslambda?: { readonly InvokeStore?: { getRequestId?(): unknown } };
  readonly [OLDER_REQUEST_ID]?: unknown;
}
