import { createRetryObserver } from '../src/index.js';
import { s3 } from './programs/client.js';

// All functions of the client's stack return nothing then.
jest.mock('./programs/client.js');

afterEach(() => {
  delete process.env.NEEDS_RETRY_DISABLED;
});

test('a client of a module that is mocked as a whole: it is said what turns us off', () => {
  expect(() => createRetryObserver().observe(s3)).toThrow(
    new TypeError(
      "Expected `client` to be one with the SDK's `retryMiddleware` (with mocked clients, set NEEDS_RETRY_DISABLED=1), got an object.",
    ),
  );
});

test('which does', () => {
  process.env.NEEDS_RETRY_DISABLED = 'On';

  expect(createRetryObserver().observe(s3)).toBe(s3);
});
