import * as sdk from '@smithy/core/retry';
import * as fc from 'fast-check';
import { classifyError } from '../src/index.js';

const error = (fields: object) => Object.assign(new Error('message'), fields);
const status = (httpStatusCode: number) => error({ $metadata: { httpStatusCode } });

test.each([
  ['THROTTLING', status(429)],
  ['THROTTLING', error({ $retryable: { throttling: true } })],
  ['TRANSIENT', error({ $retryable: {} })],
  ['CLIENT_ERROR', error({ $retryable: undefined })],
  ['TRANSIENT', error({ $metadata: { clockSkewCorrected: true } })],
  ['TRANSIENT', status(503)],
  ['TRANSIENT', status(500)],
  ['SERVER_ERROR', status(501)],
  ['SERVER_ERROR', status(505)],
  ['CLIENT_ERROR', status(499)],
  ['SERVER_ERROR', status(599)],
  ['CLIENT_ERROR', status(600)],
  ['CLIENT_ERROR', status(404)],
  ['CLIENT_ERROR', status(301)],
  ['ABORTED', error({ name: 'AbortError' })],
  ['ABORTED', error({ name: 'AbortError', code: 'ECONNRESET' })],
  ['TRANSIENT', error({ name: 'InvalidSignatureException', message: 'Signature expired: 1' })],
  ['CLIENT_ERROR', error({ name: 'InvalidSignatureException' })],
  ['TRANSIENT', error({ code: 'ERR_HTTP2_STREAM_ERROR', message: 'NGHTTP2_REFUSED_STREAM' })],
  ['TRANSIENT', error({ cause: error({ code: 'ENOTFOUND' }) })],
  ['CLIENT_ERROR', error({ name: 'XThrottling' })],
  ['CLIENT_ERROR', new TypeError('fetch is not a function')],
  ['CLIENT_ERROR', error({ message: 'Failed to fetch' })],
  ['CLIENT_ERROR', 'SlowDown'],
  ['CLIENT_ERROR', undefined],
  ['CLIENT_ERROR', null],
])('%s: %p', (expected, value) => {
  expect(classifyError(value)).toBe(expected);
});

test.each([
  'Failed to fetch',
  'NetworkError when attempting to fetch resource',
  'The Internet connection appears to be offline',
  'Load failed',
  'Network request failed',
])('a browser without network is transient, as the SDK sees it: %s', (message) => {
  expect(classifyError(new TypeError(message))).toBe('TRANSIENT');
  expect(sdk.isTransientError(new TypeError(message) as never)).toBe(true);
});

test('an error that cannot be read is a client’s', () => {
  const unreadable = new Proxy(new Error(), {
    get() {
      throw new Error('no');
    },
  });
  expect(classifyError(unreadable)).toBe('CLIENT_ERROR');
});

test('a chain of causes that turns in a circle ends', () => {
  const circular = error({});
  Object.assign(circular, { cause: circular });
  expect(classifyError(circular)).toBe('CLIENT_ERROR');
});

test.each([
  [11, 'TRANSIENT'],
  [12, 'CLIENT_ERROR'],
])('a transient cause %i deep, as the SDK looks for it: %s', (depth, expected) => {
  let nested = error({ code: 'ECONNRESET' });
  for (let i = 0; i < depth; i++) nested = error({ cause: nested });

  expect(classifyError(nested)).toBe(expected);
  expect(sdk.isTransientError(nested as never)).toBe(expected === 'TRANSIENT');
});

test('any error is classified as the SDK does it', () => {
  const name = fc.oneof(
    fc.constantFrom(
      ...[
        'BandwidthLimitExceeded',
        'EC2ThrottledException',
        'LimitExceededException',
        'PriorRequestNotComplete',
      ],
      ...['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'RequestThrottled', 'SlowDown'],
      ...['RequestThrottledException', 'ThrottledException', 'Throttling', 'ThrottlingException'],
      ...['TooManyRequestsException', 'TransactionInProgressException', 'TimeoutError', 'RequestTimeout'],
      ...['RequestTimeoutException', 'InvalidSignatureException', 'Error', 'TypeError', 'AbortError', ''],
    ),
    fc.string(),
  );
  const code = fc.option(
    fc.constantFrom(
      ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'],
      ...['EAI_AGAIN', 'ERR_HTTP2_STREAM_ERROR', 'EACCES', 'ECONNRESETS', ''],
    ),
    { nil: undefined },
  );
  const { tree } = fc.letrec<{ tree: object }>((tie) => ({
    tree: fc.record(
      {
        name,
        code,
        message: fc.constantFrom('Signature expired: x', 'NGHTTP2_REFUSED_STREAM', 'Failed to fetch', ''),
        $metadata: fc.record({
          httpStatusCode: fc.option(fc.integer({ min: 300, max: 600 }), { nil: undefined }),
        }),
        $retryable: fc.option(fc.record({ throttling: fc.boolean() }), { nil: undefined }),
        cause: fc.option(tie('tree'), { nil: undefined, maxDepth: 3 }),
      },
      { requiredKeys: ['name', 'message'] },
    ),
  }));

  fc.assert(
    fc.property(tree, (fields) => {
      const value = Object.assign(new Error(), fields);
      const expected =
        value.name === 'AbortError'
          ? 'ABORTED'
          : sdk.isThrottlingError(value as never)
            ? 'THROTTLING'
            : sdk.isTransientError(value as never)
              ? 'TRANSIENT'
              : sdk.isServerError(value as never)
                ? 'SERVER_ERROR'
                : 'CLIENT_ERROR';
      expect(classifyError(value)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});
