'use strict';

const http = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');

const [hostname, port] = workerData.split(':');
const agent = new http.Agent({ keepAlive: true });

// The addon hands on these headers and no others.
const HEADERS = [
  'lambda-runtime-aws-request-id',
  'lambda-runtime-trace-id',
  'lambda-runtime-invoked-function-arn',
  'lambda-runtime-client-context',
  'lambda-runtime-cognito-identity',
  'lambda-runtime-aws-tenant-id',
];

parentPort.on('message', (call) => {
  const { method, path, body = '', headers = {}, answered } = call;
  const finish = (reply) => {
    if (answered === undefined) return parentPort.postMessage(reply);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  };
  const contentType = method === 'POST' ? { 'Content-Type': 'application/json' } : {};

  http
    .request(
      {
        hostname,
        port,
        method,
        agent,
        path: `/2018-06-01/runtime/invocation/${path}`,
        headers: { ...contentType, 'Content-Length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          finish({
            bodyJson: Buffer.concat(chunks).toString(),
            headers: invocationHeaders(response.headers),
          }),
        );
      },
    )
    .on('error', (error) => finish({ failure: `Failed to reach the Runtime API: ${error.message}` }))
    .end(body);
});

function invocationHeaders(received) {
  return Object.fromEntries([
    ['lambda-runtime-deadline-ms', Number(received['lambda-runtime-deadline-ms'])],
    ...HEADERS.filter((name) => received[name]).map((name) => [name, received[name]]),
  ]);
}
