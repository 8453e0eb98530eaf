import { type RetryMatchers, retryMatchers } from './matchers.js';

declare global {
  namespace jest {
    interface Matchers<R, T> extends RetryMatchers<R> {}
  }
}

expect.extend(retryMatchers);
