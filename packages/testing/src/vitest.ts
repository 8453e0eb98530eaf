import { expect } from 'vitest';
import { type RetryMatchers, retryMatchers } from './matchers.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: every declaration of an interface has the same parameters
  interface Matchers<T = any> extends RetryMatchers<void> {}
}

expect.extend(retryMatchers);
