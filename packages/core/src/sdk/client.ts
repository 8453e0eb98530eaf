/**
 * The parts of an SDK client that we touch, structurally: no import of the SDK, so any mix of `@smithy/types`
 * versions fits.
 */
export interface ObservableClient {
  readonly middlewareStack: MiddlewareStack;
  readonly config?: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: middleware types differ between SDK versions and must all fit
type Any = any;

export interface MiddlewareStack {
  add(middleware: Any, options: Any): void;
  addRelativeTo(middleware: Any, options: Any): void;
  remove(nameOrMiddleware: Any): boolean;
  clone(): { remove(nameOrMiddleware: Any): boolean };
  /** Adds a copy of each entry to `stack`. */
  applyToStack?(stack: Any): void;
}

/** What `middlewareStack.use` and a credential provider's `clientPlugins` take. */
export interface Pluggable {
  applyToStack(stack: Any): void;
}

export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a middleware hands to the next: the input, and from the serializer on the request. */
export interface Args {
  readonly input?: unknown;
  readonly request?: HttpRequest;
}

export interface Result {
  readonly response?: { readonly statusCode?: number; readonly body?: unknown };
  readonly output?: unknown;
}

export type Next = (args: Args) => Promise<Result>;
export type Middleware = (next: Next, context: HandlerContext) => Next;

export interface HandlerContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** What an error of the SDK may carry; every member may be missing. */
export interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly cause?: unknown;
  readonly RequestId?: unknown;
  readonly $retryable?: { readonly throttling?: unknown };
  readonly $metadata?: SdkMetadata & { readonly clockSkewCorrected?: unknown; readonly attempts?: unknown };
  readonly $response?: { readonly statusCode?: unknown; readonly headers?: unknown };
}

export interface SdkMetadata {
  readonly httpStatusCode?: unknown;
  readonly requestId?: unknown;
  readonly extendedRequestId?: unknown;
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof (value as { then?: unknown }).then === 'function';
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function integer(value: unknown): number | undefined {
  return Number.isInteger(value) ? (value as number) : undefined;
}
