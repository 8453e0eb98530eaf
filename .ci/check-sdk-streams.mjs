// Reads response streams of old versions of the SDK and of the newest, which make them differently: the same events, and the
// reader gets the same chunks and errors as without us. Installs them, so this is for the night, not for the gate.

import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Bedrock has been in the SDK since 3.422.
const VERSIONS = [
  { kinesis: '3.363.0', lambda: '3.363.0', 'bedrock-runtime': '3.422.0' },
  { kinesis: '3.600.0', lambda: '3.600.0', 'bedrock-runtime': '3.600.0' },
  { kinesis: 'latest', lambda: 'latest', 'bedrock-runtime': 'latest' },
];

const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/c:1';
const STREAMS = [
  {
    client: 'KinesisClient',
    service: 'kinesis',
    observe: 'observeKinesis',
    command: 'SubscribeToShardCommand',
    input: { ConsumerARN: arn, ShardId: 's', StartingPosition: { Type: 'LATEST' } },
    member: 'EventStream',
    event: ['SubscribeToShardEvent', { Records: [], ContinuationSequenceNumber: '1', MillisBehindLatest: 0 }],
    exception: 'KMSThrottlingException',
  },
  {
    client: 'LambdaClient',
    service: 'lambda',
    observe: 'observeLambda',
    command: 'InvokeWithResponseStreamCommand',
    input: { FunctionName: 'orders' },
    member: 'EventStream',
    event: ['InvokeComplete', { ErrorCode: 'of the function' }],
    exception: 'ThrottlingException',
  },
  {
    client: 'BedrockRuntimeClient',
    service: 'bedrock-runtime',
    observe: 'observeBedrockRuntime',
    command: 'InvokeModelWithResponseStreamCommand',
    input: { modelId: 'anthropic.claude-v2', body: '{}', contentType: 'application/json' },
    member: 'body',
    event: ['chunk', { bytes: 'aGk=' }],
    exception: 'throttlingException',
  },
];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-streams-'));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
try {
  const ours = await bundle();
  for (const [i, versions] of VERSIONS.entries()) {
    const sdk = install(String(i), versions);
    for (const stream of STREAMS) {
      await play(ours, sdk(stream.service), stream);
      console.log(`✓ ${stream.command} of ${versions[stream.service]}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function bundle() {
  const outfile = join(folder, 'ours.cjs');
  const from = (path) => `export * from ${JSON.stringify(join(root, 'packages', path))};`;
  const contents = [
    ...['core/src/index.ts', 'service-contract/src/event-stream.ts'],
    ...STREAMS.map(({ service }) => `client-${service}/src/index.ts`),
  ]
    .map(from)
    .join('\n');
  const stdin = { contents, resolveDir: root, loader: 'ts' };
  await build({
    stdin,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['node'],
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile);
}

function install(name, versions) {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }');
  const packages = Object.entries(versions).map(
    ([service, version]) => `@aws-sdk/client-${service}@${version}`,
  );
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packages], { cwd });
  const require = createRequire(join(cwd, 'package.json'));
  return (service) => {
    const sdk = require(`@aws-sdk/client-${service}`);
    // Some clients speak HTTP/2 by default, which the server here does not.
    const { NodeHttpHandler } = createRequire(require.resolve(`@aws-sdk/client-${service}`))(
      '@smithy/node-http-handler',
    );
    return { ...sdk, NodeHttpHandler };
  };
}

async function play(ours, sdk, stream) {
  const server = createServer((request, response) => {
    const isEndless = request.headers['x-endless'] !== undefined;
    request.resume().on('end', () => answer(ours, response, stream, isEndless));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server.address().port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  };
  const make = () => new sdk[stream.client]({ ...config, requestHandler: new sdk.NodeHttpHandler() });
  const events = [];
  const observer = ours.createRetryObserver({ sinks: [] });
  observer.on('stream-error', (event) => events.push(event));
  const client = ours[stream.observe](make(), observer);
  const send = async (from, options) =>
    (await from.send(new sdk[stream.command](stream.input), options))[stream.member];

  const read = await readAll(await send(client));
  const plain = await readAll(await send(make()));
  deepStrictEqual({ ...read, error: undefined }, { ...plain, error: undefined });
  deepStrictEqual(String(read.error), String(plain.error));
  deepStrictEqual(
    events.map((event) => [event.eventName.split('.')[1], event.errorClass, event.error === read.error]),
    [[stream.service, 'throttling', true]],
  );

  await send(client);
  for await (const _ of await send(client)) break;
  endless(client);
  const reader = new AbortController();
  await readAll(await send(client, { abortSignal: reader.signal }), () => reader.abort());
  deepStrictEqual(events.length, 1, 'unread, stopped and aborted streams are no failures');
  server.closeAllConnections();
  server.close();
}

/** Makes the server keep the stream of later calls open. */
function endless(client) {
  const middleware = (next) => (args) => {
    args.request.headers['x-endless'] = 'yes';
    return next(args);
  };
  client.middlewareStack.add(middleware, { step: 'build' });
}

async function readAll(stream, afterChunk = () => {}) {
  const chunks = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      afterChunk();
    }
    return { chunks };
  } catch (error) {
    return { chunks, error };
  }
}

function answer({ encodeEvent }, response, { event, exception }, isEndless) {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.write(encodeEvent('event', 'initial-response', {}));
  response.write(encodeEvent('event', ...event));
  if (!isEndless) response.end(encodeEvent('exception', exception, { message: 'slow down' }));
}
