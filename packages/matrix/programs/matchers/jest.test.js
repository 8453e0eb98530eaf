// The README of @needs-retry/testing, with the global `expect` of Jest.
const { recorded } = require('./recorded.cjs');
require('@needs-retry/testing/jest');

test('passes', async () => {
  const recording = await recorded();

  expect(recording).toHaveRetried('s3.ListBuckets', 1);
  expect(recording).not.toHaveRetried('dynamodb');
  expect(recording).toHaveEmittedEmf({ attempts: 2, cause: expect.stringContaining('Slow') });
});

test('fails', async () => {
  expect(await recorded()).toHaveRetried('s3', 2);
});
