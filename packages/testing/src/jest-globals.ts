import { expect } from '@jest/globals';
import { type RetryMatchers, retryMatchers } from './matchers.js';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends RetryMatchers<R> {}
}

expect.extend(retryMatchers);
