/**
 * What adapters of services share: names in ARNs and URLs, classes of codes, entries of batches, response streams.
 * Each function takes whatever a caller or a service may give, and never throws for a value of the wrong kind.
 */
import { type ErrorClass, MAX_CODE_LENGTH, MAX_REASONS, type PartialFailure } from './event.js';
import { classifyError, classOfType } from './sdk/classify.js';
import { isThenable } from './sdk/client.js';

/** An object's members, or none: `record(null)` is `{}`. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** An array's elements, or none: `list(undefined)` is `[]`. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * What follows the account id in an ARN: `table/orders` of `arn:aws:dynamodb:us-east-1:123456789012:table/orders`.
 * Undefined for anything but an ARN.
 */
export function arnResource(value: unknown): string | undefined {
  return typeof value === 'string' ? ARN.exec(value)?.[1] : undefined;
}

/**
 * The name at the end of an ARN or a URL: `orders` of `https://sqs.us-east-1.amazonaws.com/123456789012/orders`. Any
 * other text is a name itself. Undefined if no name is left, as of a URL that has only a host.
 */
export function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const path =
    arnResource(value) ?? (value.includes('://') ? value.replace(QUERY, '').replace(HOST, '') : undefined);
  return path === undefined ? named(value) : named(path.replace(UP_TO_LAST_PART, ''));
}

/** The text if it names something: neither empty nor an account id. */
export function named(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' && !ACCOUNT_ID.test(text) ? text : undefined;
}

/** Names as one property: each once, sorted, with commas between them. Undefined if there is none. */
export function joinNames(names: readonly unknown[]): string | undefined {
  return [...new Set(names.filter((each) => named(each) !== undefined))].sort().join() || undefined;
}

/** A code that a service gave, without account ids and cut to 64 characters of `A-Z a-z 0-9 _ . -`. Undefined if none is left. */
export function codeOf(value: unknown): string | undefined {
  return typeof value === 'string'
    ? named(value.replace(NOT_OF_A_CODE, '').slice(0, MAX_CODE_LENGTH))
    : undefined;
}

/** Codes of one service by their class. */
export type CodesByClass = Readonly<Partial<Record<ErrorClass, readonly string[]>>>;

/**
 * A function that tells an error's class by its `name` or `Code`: first by `codes`, then as `classOfCode` does.
 *
 * @example
 * const classify = classifier({ quota: ['OverLimit'] });
 * classify(error); // 'quota' if `error.name` is OverLimit, 'throttling' if it is KmsThrottled
 */
export function classifier(codes: CodesByClass = {}): (error: unknown) => ErrorClass | undefined {
  const own = new Map<unknown, ErrorClass>();
  for (const [errorClass, each] of Object.entries(codes)) {
    for (const code of each) own.set(code, errorClass as ErrorClass);
  }
  return (error) => {
    const { name, Code } = record(error);
    return own.get(name) ?? own.get(Code) ?? classOfCode(name) ?? classOfCode(Code);
  };
}

/** The class of a code that means the same in every service, for example of any throttling by KMS. */
export function classOfCode(code: unknown): ErrorClass | undefined {
  if (typeof code !== 'string') return undefined;
  if (code === 'ServiceQuotaExceededException') return 'quota';
  if (code === 'ConcurrentModificationException') return 'contention';
  if (THROTTLING.test(code)) return 'throttling';
  return TRANSIENT.test(code) ? 'transient' : classOfType(classifyError({ name: code }));
}

/** True if a failure of this class passes by itself, so that its entry is worth sending again. */
export function isPassing(errorClass: ErrorClass | undefined): boolean {
  return errorClass === 'throttling' || errorClass === 'contention' || errorClass === 'transient';
}

/** Entries that a successful answer left undone. */
export interface UndoneEntries {
  readonly resource?: string | undefined;
  /** The service's code for them, if it gave one. */
  readonly code?: unknown;
  /** True if they are worth sending again. */
  readonly retryable: boolean;
  /** @defaultValue 1 */
  readonly count?: number;
}

/**
 * Entries of a batch's answer that failed, by their `Code` or `ErrorCode`. One is worth sending again if the service
 * says that it was not the sender's fault (`SenderFault`), else if its class passes by itself.
 */
export function undoneEntries(
  failed: readonly unknown[],
  classify: (error: unknown) => ErrorClass | undefined,
  resource?: string | undefined,
): readonly UndoneEntries[] {
  return failed.map((entry) => {
    const { Code, ErrorCode: code = Code, SenderFault } = record(entry);
    const ourFault = typeof SenderFault === 'boolean' ? SenderFault : !isPassing(classify({ name: code }));
    return { resource, code, retryable: !ourFault };
  });
}

/** True for an entry of a batch's answer that says why it failed; the others succeeded. */
export function hasErrorCode(entry: unknown): boolean {
  return codeOf(record(entry).ErrorCode) !== undefined;
}

/** Sums entries up: one partial failure for each resource, with at most ten reasons. */
export function partialFailures(entries: readonly UndoneEntries[]): readonly PartialFailure[] {
  const byResource = new Map<string | undefined, Tally>();
  for (const { resource, code, retryable, count = 1 } of entries) {
    if (!(count > 0)) continue;
    const tally = byResource.get(resource) ?? { retryable: 0, final: 0, reasons: new Map() };
    byResource.set(resource, tally);
    tally[retryable ? 'retryable' : 'final'] += count;
    const reason = codeOf(code);
    const known = reason === undefined ? undefined : tally.reasons.get(reason);
    if (reason !== undefined && (known !== undefined || tally.reasons.size < MAX_REASONS)) {
      tally.reasons.set(reason, (known ?? 0) + count);
    }
  }
  return [...byResource].map(([resource, { retryable, final, reasons }]) => ({
    retryableEntries: retryable,
    finalEntries: final,
    reasons: Object.fromEntries(reasons),
    resource,
  }));
}

/**
 * Calls `onError` at most once, with what a response stream throws at its reader. The stream's own
 * `Symbol.asyncIterator` is wrapped in place: the reader gets the very stream, iterator, chunks and error. Nothing
 * happens to a stream that nobody reads, nor to a value that is no stream.
 */
export function watchStream(stream: unknown, onError: (error: unknown) => void): void {
  const { [Symbol.asyncIterator]: iterate } = record(stream) as { [Symbol.asyncIterator]?: unknown };
  if (typeof iterate !== 'function') return;
  let told = false;
  const tell = (error: unknown) => {
    if (told) return;
    told = true;
    onError(error);
  };
  Reflect.defineProperty(stream as object, Symbol.asyncIterator, {
    configurable: true,
    enumerable: Object.hasOwn(stream as object, Symbol.asyncIterator),
    writable: true,
    value(this: unknown, ...args: unknown[]): unknown {
      return tap(iterate.apply(this, args), tell);
    },
  });
}

/** Hands what `iterator.next()` rejects with to `tell`, and returns the iterator. */
function tap(iterator: AsyncIterator<unknown>, tell: (error: unknown) => void): AsyncIterator<unknown> {
  const next: unknown = record(iterator).next;
  if (typeof next !== 'function') return iterator;
  Reflect.set(iterator, 'next', (...args: unknown[]): unknown => {
    const chunk: unknown = next.apply(iterator, args);
    if (!isThenable(chunk)) return chunk;
    // Derived, so that a rejection which nobody awaits stays an `unhandledRejection`.
    return Promise.resolve(chunk).then(undefined, (error: unknown) => {
      tell(error);
      throw error;
    });
  });
  return iterator;
}

interface Tally {
  retryable: number;
  final: number;
  readonly reasons: Map<string, number>;
}

const ARN = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.*)$/s;
const QUERY = /[?#].*$/s;
const HOST = /^[\w+.-]+:\/\/[^/]*/;
const UP_TO_LAST_PART = /^.*[:/]/s;
const ACCOUNT_ID = /^\d{12}$/;
const NOT_OF_A_CODE = /[^\w.-]|\d{12}/g;
const THROTTLING = /throttl|^ProvisionedThroughputExceeded$/i;
const TRANSIENT = /^(Internal(Failure|(Server|Service)?(Error)?)|ServiceUnavailable)(Exception)?$/;
