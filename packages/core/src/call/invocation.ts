import type { Properties } from '../event.js';
import { shared } from '../shared.js';

/** What is known of the Lambda invocation in which a call begins. */
export interface Invocation {
  readonly requestId: string | undefined;
  /** Added to the properties of its calls' events. */
  readonly properties?: Properties;
}

/** An invocation that was announced, as its calls see it. */
export interface RunningInvocation {
  readonly requestId: string | undefined;
  /** The undo, for the invocation's end. */
  end(): void;
}

/**
 * Announces an invocation, for the calls that start in it. Its request id overrides what the runtime knows; without
 * one, that is used. If several run at once it is kept in the runtime's own store, else in one slot.
 */
export function beginInvocation({
  requestId = runtimeRequestId(),
  properties,
}: Invocation): RunningInvocation {
  const invocation: Invocation = { requestId, ...(properties && { properties }) };
  if (process.env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined) {
    try {
      invokeStore()?.set?.(KEY, invocation);
    } catch {
      // It has no context here; then the runtime's own request id has to do.
    }
    return { requestId, end() {} };
  }
  const slot = running();
  slot.invocation = invocation;
  return {
    requestId,
    end() {
      if (slot.invocation === invocation) slot.invocation = undefined;
    },
  };
}

/** The invocation that is running; undefined outside of one, and during init. */
export function currentInvocation(): Invocation | undefined {
  const invocation = running().invocation ?? storedInvocation();
  if (invocation !== undefined) return invocation;
  const requestId = runtimeRequestId();
  return requestId === undefined ? undefined : { requestId };
}

function storedInvocation(): Invocation | undefined {
  try {
    return invokeStore()?.get?.(KEY) as Invocation | undefined;
  } catch {
    return undefined;
  }
}

/** What the runtime knows, read structurally. */
function runtimeRequestId(): string | undefined {
  try {
    // The 4.x runtime client has a store. Without one the SDK creates an empty store, which answers '-'.
    const id = invokeStore()?.getRequestId?.();
    if (typeof id === 'string' && id !== '-' && id !== '') return id;
    // The 3.x client has a symbol on the global object.
    const older = (globalThis as RuntimeGlobals)[OLDER_REQUEST_ID];
    return typeof older === 'string' && older !== '' ? older : undefined;
  } catch {
    return undefined;
  }
}

/** The announced invocation, if only one runs at a time. */
const running = shared('invocation', (): { invocation: Invocation | undefined } => ({
  invocation: undefined,
}));

function invokeStore(): InvokeStore | undefined {
  return (globalThis as RuntimeGlobals).awslambda?.InvokeStore;
}

const KEY = Symbol.for('@needs-retry/core/invocation/v2');
const OLDER_REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');

interface InvokeStore {
  getRequestId?(): unknown;
  get?(key: symbol): unknown;
  set?(key: symbol, value: unknown): void;
}

interface RuntimeGlobals {
  readonly awslambda?: { readonly InvokeStore?: InvokeStore };
  readonly [OLDER_REQUEST_ID]?: unknown;
}
