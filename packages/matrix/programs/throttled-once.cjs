// A server that is busy once, and a client of it.
const { createServer } = require('node:http');
const { ListBucketsCommand, S3Client } = require('@aws-sdk/client-s3');

/** Sends one call with an observed client, to its end. */
exports.throttledOnce = (observe) => {
  let requests = 0;
  const server = createServer((_request, response) => {
    const isFirst = requests++ === 0;
    const body = isFirst ? '<Error><Code>SlowDown</Code></Error>' : '<ListAllMyBucketsResult/>';
    response.writeHead(isFirst ? 503 : 200, { 'content-type': 'application/xml' }).end(body);
  }).listen(0, '127.0.0.1', async () => {
    const endpoint = `http://127.0.0.1:${server.address().port}`;
    const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
    const client = observe(new S3Client({ region: 'us-east-1', endpoint, credentials }));
    await client.send(new ListBucketsCommand({}));
    process.exit(0);
  });
};
