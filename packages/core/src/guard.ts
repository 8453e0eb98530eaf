import { isThenable } from './sdk/client.js';

/**
 * Calls `act`. What it throws, and what a promise that it returns rejects with, goes to `failed`.
 *
 * @returns the value, or a promise that never rejects
 */
export function guarded(act: () => unknown, failed: (error: unknown) => void): unknown {
  try {
    const value = act();
    return isThenable(value) ? settled(value, failed) : value;
  } catch (error) {
    return failed(error);
  }
}

/** A thenable may be anybody's: what its `then` returns can reject too. */
function settled(value: PromiseLike<unknown>, failed: (error: unknown) => void): Promise<unknown> {
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve(failed(error));
    try {
      const returned: unknown = value.then(resolve, fail);
      if (isThenable(returned)) returned.then(undefined, fail);
    } catch (error) {
      fail(error);
    }
  });
}
