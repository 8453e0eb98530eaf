// The same with an imported `expect`.
const { expect, test } = require('@jest/globals');
const { recorded } = require('./recorded.cjs');
require('@needs-retry/testing/jest-globals');

test('passes', async () => {
  const recording = await recorded();

  expect(recording).toHaveRetried('s3.ListBuckets', 1);
  expect(recording).not.toHaveRetried('dynamodb');
  expect(recording).toHaveEmittedEmf({ attempts: 2, cause: expect.stringContaining('Slow') });
});

test('fails', async () => {
  expect(await recorded()).toHaveRetried('s3', 2);
});
