const { ListBucketsCommand, S3Client } = require('@aws-sdk/client-s3');
const { createRetryObserver } = require('@needs-retry/core');
const { recordingSink, script } = require('@needs-retry/testing');

/** What was recorded of a call that was throttled once. */
exports.recorded = async () => {
  const recording = recordingSink();
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  const s3 = createRetryObserver({ sinks: [recording] }).observe(
    new S3Client({ region: 'us-east-1', credentials }),
  );
  script(s3).reply(503, 'SlowDown').reply(200);
  await s3.send(new ListBucketsCommand({}));
  return recording;
};
