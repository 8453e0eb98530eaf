/** Where versions of the SDK keep what waits between attempts. */
const RETRY_CODE = /[\\/](middleware-retry|util-retry|submodules[\\/]retry)[\\/]/;

/**
 * Makes the SDK's own strategies decide as they do, and not wait: timers that their code sets fire at once, and its clock
 * goes on by the time that was not waited for. Others' clock does not, for the SDK would correct it by the server's. To be
 * called before the SDK is loaded, which keeps `setTimeout` in a variable.
 */
export function skipRetryDelays(): void {
  const { setTimeout } = globalThis;
  const { now } = Date;
  let skippedMs = 0;
  const shifted = () => now() + (RETRY_CODE.test(callerOf(shifted)) ? skippedMs : 0);
  Date.now = shifted;
  const skipping = (callback: () => void, ms = 0, ...args: []) => {
    const isSkipped = RETRY_CODE.test(callerOf(skipping));
    if (isSkipped) skippedMs += ms;
    return setTimeout(callback, isSkipped ? 0 : ms, ...args);
  };
  globalThis.setTimeout = Object.assign(skipping, setTimeout) as unknown as typeof setTimeout;
}

/** The line of the stack that called `callee`. Those above it also name the retry code, whatever sets a timer. */
function callerOf(callee: (...args: never[]) => unknown): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return at.stack ?? '';
}
