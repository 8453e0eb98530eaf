import { ListBucketsCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { type Reply, routedHandler, skipDelays } from '../src/index.js';

const throttled: Reply = {
  kind: 'response',
  status: 503,
  headers: { 'retry-after': '3600' },
  body: '<Error><Code>SlowDown</Code></Error>',
};
const broken: Reply = { kind: 'response', status: 500, body: '<Error><Code>InternalError</Code></Error>' };

const handlerOf = (reply: Reply) => routedHandler(() => reply);

function clientOf(reply: Reply, more: S3ClientConfig = {}): S3Client {
  const client = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    requestHandler: handlerOf(reply),
    ...more,
  });
  skipDelays(client);
  return client;
}

async function attemptsOfCalls(client: S3Client, calls: number): Promise<number[]> {
  const attempts: number[] = [];
  for (let i = 0; i < calls; i++) {
    const error = await client.send(new ListBucketsCommand({})).catch((error) => error);
    attempts.push(error.$metadata.attempts);
  }
  return attempts;
}

test.each(['standard', 'adaptive'] as const)('how often is up to the client, %s', async (retryMode) => {
  expect(await attemptsOfCalls(clientOf(throttled, { retryMode }), 1)).toEqual([3]);
  expect(await attemptsOfCalls(clientOf(throttled, { retryMode, maxAttempts: 1 }), 1)).toEqual([1]);
  expect(await attemptsOfCalls(clientOf(throttled, { retryMode, maxAttempts: 7 }), 1)).toEqual([7]);
});

test.each(['standard', 'adaptive'] as const)(
  "the quota is the SDK's own: 500 tokens, 14 for a retry, %s",
  async (retryMode) => {
    expect(await attemptsOfCalls(clientOf(broken, { retryMode, maxAttempts: 20 }), 3)).toEqual([20, 17, 1]);
  },
);

test('what is retried is up to the client', async () => {
  const denied: Reply = { kind: 'response', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
  expect(await attemptsOfCalls(clientOf(denied), 1)).toEqual([1]);
});

test('a strategy of the user keeps its own function for delays', async () => {
  const asked: number[] = [];
  const retryStrategy = new ConfiguredRetryStrategy(4, (attempt) => {
    asked.push(attempt);
    return 3_600_000;
  });

  expect(await attemptsOfCalls(clientOf(broken, { retryStrategy }), 1)).toEqual([4]);
  expect(asked).toEqual([1, 2, 3]);
});

test('a token that tells its delay tells none', async () => {
  const token = (count: number) => ({
    getRetryCount: () => count,
    getRetryDelay: () => 3_600_000,
    getRetryCost: () => 0,
  });
  const retryStrategy = {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (last: ReturnType<typeof token>) => {
      if (last.getRetryCount() === 4) throw new Error('enough');
      return token(last.getRetryCount() + 1);
    },
    recordSuccess() {},
  };

  expect(await attemptsOfCalls(clientOf(broken, { retryStrategy }), 1)).toEqual([5]);
});

test('the undo gives the delays back', async () => {
  const retryStrategy = new ConfiguredRetryStrategy(2, () => 7);
  const client = new S3Client({ region: 'us-east-1', retryStrategy, requestHandler: handlerOf(broken) });
  const delays = () => [
    client.config.retryStrategy,
    Object.keys(retryStrategy),
    retryStrategy.refreshRetryTokenForRetry,
    (retryStrategy as unknown as HasBackoff).retryBackoffStrategy.computeNextBackoffDelay(1),
  ];
  const before = delays();
  const undo = skipDelays(client);
  await client.config.retryStrategy();
  const during = delays();

  undo();

  expect(delays()).toEqual(before);
  expect(during.at(-1)).toBe(0);
});

interface HasBackoff {
  readonly retryBackoffStrategy: { computeNextBackoffDelay(attempt: number): number };
}

test('needs a client', () => {
  expect(() => skipDelays({} as never)).toThrow(
    new TypeError('Expected `client` to be a client of the AWS SDK v3, got an object.'),
  );
});
