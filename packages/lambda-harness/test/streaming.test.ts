import { handlerFile, runtimes, started } from './started.js';

test.each(runtimes)('a streamed response arrives whole, or up to its error: %s', async (runtime) => {
  const fn = await started({ runtime, handlerFile: handlerFile('streaming.cjs') });

  const whole = await fn.invoke({ name: 'A' });
  const broken = await fn.invoke({ name: 'B', fails: true });
  const again = await fn.invoke({ name: 'C' });

  expect([whole, broken, again]).toEqual([
    { requestId: expect.any(String), result: 'hello A, bye' },
    {
      requestId: expect.any(String),
      streamed: 'hello B, ',
      error: { errorType: 'Error', errorMessage: 'midway', trace: expect.any(Array) },
    },
    { requestId: expect.any(String), result: 'hello C, bye' },
  ]);
});
