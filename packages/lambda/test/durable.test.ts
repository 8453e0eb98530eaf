import { type DurableContext, withDurableExecution } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '@needs-retry/fixtures';
import type { SentRequest } from '@needs-retry/testing';
import { withRetryReport } from '../src/index.js';
import { recording } from './support.js';

// In the real SDK of durable functions.
beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

const failOnce = ({ attempt }: SentRequest) => (attempt === 1 ? s3.slowDown() : s3.ok('<Result/>'));

function orders() {
  const { observer, events, client } = recording(failOnce);
  const ids: string[] = [];
  const handler = async (_: unknown, context: DurableContext) => {
    ids.push(context.lambdaContext.awsRequestId);
    await context.step('read', () =>
      client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' })).then(() => 1),
    );
    return 'done';
  };
  return { handler, events, ids, options: { observer, summary: true } };
}

async function run(handlerFunction: ReturnType<typeof withDurableExecution>): Promise<unknown> {
  const runner = new LocalDurableTestRunner({ handlerFunction });
  return (await runner.run({ payload: {} })).getResult();
}

test.each(['inside', 'around'])(
  'withRetryReport %s withDurableExecution knows the invocation',
  async (where) => {
    const { handler, events, ids, options } = orders();
    const wrapped =
      where === 'inside'
        ? withDurableExecution(withRetryReport(handler, options))
        : withRetryReport(withDurableExecution(handler), options);

    expect(await run(wrapped)).toBe('done');

    const told = events.map(({ kind, requestId }) => [kind, requestId]);
    expect(told).toEqual(
      ['needs-retry', 'needs-retry', 'after-call', 'summary'].map((kind) => [kind, ids[0]]),
    );
  },
);

test('a context inside another tells the deadline too', async () => {
  const { observer, events, client } = recording(() => ({ kind: 'hang' }));
  const near = new Promise((resolve) => observer.on('deadline', resolve));
  const handler = withRetryReport(
    async (_event: unknown, _context: object) => {
      void client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' }));
      await near;
    },
    { observer },
  );

  await handler({}, { lambdaContext: { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 30 } });

  expect(events).toMatchObject([{ kind: 'deadline', requestId: 'r-1', operation: 'GetObject' }]);
});
