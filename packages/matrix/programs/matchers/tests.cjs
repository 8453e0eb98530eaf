/** One test that passes and one that fails, with a runner's own functions and with modules as the runner loads them. */
exports.defineTests = ({ test, expect, sdk, core, testing }) => {
  test('passes', async () => {
    const recording = await throttledOnce();

    expect(recording).toHaveRetried('s3.ListBuckets', 1);
    expect(recording).not.toHaveRetried('dynamodb');
    expect(recording).toHaveEmittedEmf({ attempts: 2, cause: expect.stringContaining('Slow') });
  });

  test('fails', async () => {
    expect(await throttledOnce()).toHaveRetried('s3', 2);
  });

  async function throttledOnce() {
    const recording = testing.recordingSink();
    const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
    const client = new sdk.S3Client({ region: 'us-east-1', credentials });
    core.createRetryObserver({ sinks: [recording] }).observe(client);
    testing.script(client).reply(503, 'SlowDown').reply(200);
    await client.send(new sdk.ListBucketsCommand({}));
    return recording;
  }
};
