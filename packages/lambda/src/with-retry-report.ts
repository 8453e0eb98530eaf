import { isDisabled, need } from '@needs-retry/core/internal';
import { contextOf } from './context.js';
import { checkedOptions, type RetryReportOptions } from './options.js';
import { Reporter } from './reporter.js';

// biome-ignore lint/suspicious/noExplicitAny: handlers of every event and result
type AnyHandler = (...args: any[]) => unknown;

/**
 * Wraps a Lambda handler: the documents of its SDK calls carry the invocation's request id and `coldStart`, and
 * shortly before it would time out, each call still in flight is reported as a document of kind `deadline`.
 *
 * Results and errors are the handler's own, and nothing is awaited before them. Async, callback and streaming handlers
 * keep their `length` and their symbols. A handler that is wrapped twice is reported once, with the options of the
 * outermost. A durable function may be wrapped inside `withDurableExecution` or around it.
 * With `NEEDS_RETRY_DISABLED` this returns the handler itself.
 *
 * @throws TypeError for a handler that is no function, an unknown option, or one of the wrong type
 * @example
 * export const handler = withRetryReport(async (event: SQSEvent) => { … }, { summary: true });
 */
export function withRetryReport<Handler extends AnyHandler>(
  handler: Handler,
  options: RetryReportOptions = {},
): Handler {
  need(typeof handler === 'function', 'handler', 'a function', handler);
  const checked = checkedOptions('withRetryReport', options);
  if (isDisabled()) return handler;
  const reporter = new Reporter(checked);

  function wrapped(this: unknown, ...args: unknown[]): unknown {
    const end = reporter.begin(() => contextOf(args));
    if (end === undefined) return Reflect.apply(handler, this, args);
    const callback = args[2];
    const mayCallBack = typeof callback === 'function';
    if (mayCallBack) {
      args[2] = (...result: unknown[]) => {
        end();
        return Reflect.apply(callback, undefined, result);
      };
    }
    let result: unknown;
    try {
      result = Reflect.apply(handler, this, args);
    } catch (error) {
      end();
      throw error;
    }
    if (isPromise(result)) {
      // A thenable of somebody's own may begin its work when it is waited for: only one may wait.
      const promise = result instanceof Promise ? result : Promise.resolve(result);
      promise.then(end, end);
      return promise;
    }
    if (!mayCallBack) end();
    return result;
  }
  return dressedAs(handler, wrapped) as Handler;
}

/** Gives `wrapped` what the runtime looks at: the handler's name, length and symbol properties. */
function dressedAs(handler: AnyHandler, wrapped: AnyHandler): AnyHandler {
  const { prototype, ...descriptors } = Object.getOwnPropertyDescriptors(handler) as PropertyDescriptorMap;
  return Object.defineProperties(wrapped, descriptors);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}
