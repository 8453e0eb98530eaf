'use strict';

/*
 * Stands in for the native addon of aws-lambda-ric. As there, `next` waits off the main thread and keeps the
 * process alive, and `done` and `error` return when the Runtime API has answered: a process that exits right
 * after one of them has delivered it.
 */
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');

// Without `stdout` and `stderr` the Worker would pipe into process.stdout: its first touch makes descriptor 1
// non-blocking, which is for the code under test to do or not to do.
const worker = new Worker(join(__dirname, 'rapid-client-worker.cjs'), {
  stdout: true,
  stderr: true,
  env: {},
  execArgv: [],
  workerData: process.env.AWS_LAMBDA_RUNTIME_API,
});
worker.unref();

exports.next = () =>
  new Promise((resolve, reject) => {
    worker.ref();
    worker.once('message', ({ failure, ...invocation }) => {
      worker.unref();
      failure === undefined ? resolve(invocation) : reject(new Error(failure));
    });
    worker.postMessage({ method: 'GET', path: 'next' });
  });

exports.done = (requestId, body) => post(`${requestId}/response`, body, {});

exports.error = (requestId, body, xrayCause) =>
  post(
    `${requestId}/error`,
    body,
    xrayCause ? { 'Lambda-Runtime-Function-XRay-Error-Cause': xrayCause } : {},
  );

function post(path, body, headers) {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  worker.postMessage({ method: 'POST', path, body, headers, answered });
  Atomics.wait(answered, 0, 0);
  return null;
}
