import { createServer, type Server } from 'node:http';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { type FaultProxy, type FaultProxyOptions, skipDelays, startFaultProxy } from '../src/index.js';
import { listen } from '../src/internal.js';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };
const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** A server that has nothing to list, and tells what was asked. */
async function startTarget(bodies: string[]): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString('latin1'));
    const isForm = request.headers['content-type']?.includes('form');
    const isCbor = request.headers['content-type']?.includes('cbor');
    if (isCbor) response.setHeader('smithy-protocol', 'rpc-v2-cbor');
    response.end(isForm ? '<R><ListTopicsResult/></R>' : isCbor ? Buffer.of(0xa0) : '{}');
  });
  const { endpoint, stop } = await listen(server);
  stops.push(stop);
  return endpoint;
}

async function start(options: FaultProxyOptions): Promise<FaultProxy> {
  const proxy = await startFaultProxy(options);
  stops.push(proxy.stop);
  return proxy;
}

async function sendAll(endpoint: string): Promise<string[]> {
  const clients = [
    [new SNSClient({ ...config, endpoint }), new ListTopicsCommand({})],
    [new SQSClient({ ...config, endpoint }), new ListQueuesCommand({})],
    [new LambdaClient({ ...config, endpoint }), new ListFunctionsCommand({})],
    [
      new CloudWatchClient({ ...config, endpoint, protocol: SmithyRpcV2CborProtocol }),
      new ListMetricsCommand({}),
    ],
  ] as unknown as [SNSClient, ListTopicsCommand][];
  const outcomes: string[] = [];
  for (const [client, command] of clients) {
    skipDelays(client);
    outcomes.push(
      await client.send(command).then(
        ({ $metadata }) => `ok ${$metadata.attempts}`,
        (error) => `${error.name} ${error.message} ${error.$metadata.attempts}`,
      ),
    );
    client.destroy();
  }
  return outcomes;
}

test('knows services and operations, throttles each in its own words, and passes bodies on', async () => {
  const bodies: string[] = [];
  const proxy = await start({
    target: await startTarget(bodies),
    script: ({ attempt }) => (attempt === 1 ? { kind: 'throttling' } : undefined),
  });

  expect(await sendAll(proxy.endpoint)).toEqual(['ok 2', 'ok 2', 'ok 2', 'ok 2']);
  expect(bodies[0]).toBe('Action=ListTopics&Version=2010-03-31');
  expect(
    proxy.seen.map(({ service, operation, attempt, status, throttled }) =>
      [service, operation, attempt, status, throttled].join(' '),
    ),
  ).toEqual([
    'sns ListTopics 1 429 true',
    'sns ListTopics 2 200 false',
    'sqs ListQueues 1 403 true',
    'sqs ListQueues 2 200 false',
    'lambda Unknown 1 429 true',
    'lambda Unknown 2 200 false',
    'cloudwatch ListMetrics 1 400 true',
    'cloudwatch ListMetrics 2 200 false',
  ]);
});

test.each<[string, () => unknown, string]>([
  [
    'throws',
    () => {
      throw new Error('oops');
    },
    'Error: oops',
  ],
  [
    'returns no fault',
    () => ({ kind: 'trottling' }),
    'TypeError: Expected `kind` to be of throttling, internal-error, unavailable, error, reset, unprocessed, slow, got "trottling".',
  ],
  [
    'leaves unprocessed what has no items',
    () => ({ kind: 'unprocessed' }),
    'TypeError: Expected `unprocessed` to be a fault of BatchWriteItem, got "ListTopics".',
  ],
])('a script that %s is told to the client, which does not retry it', async (_, script, message) => {
  const proxy = await start({ target: await startTarget([]), script: script as never });

  expect((await sendAll(proxy.endpoint))[0]).toBe(`FaultScriptFailed ${message} 1`);
  expect(proxy.seen[0]!.status).toBe(501);
});

test('each request may have its own target', async () => {
  const bodies: string[] = [];
  const target = await startTarget(bodies);
  const proxy = await start({ target: ({ service }) => (service === 'sns' ? target : 'http://127.0.0.1:1') });
  const sns = new SNSClient({ ...config, endpoint: proxy.endpoint });

  await sns.send(new ListTopicsCommand({}));

  expect(bodies).toHaveLength(1);
  sns.destroy();
});

test.each<[string, object, string]>([
  ['no target', {}, 'Expected `target` to be a URL, or a function that returns one, got undefined.'],
  [
    'a script that is none',
    { target: 'http://a', script: {} },
    'Expected `script` to be a function, got an object.',
  ],
  [
    'an unknown option',
    { target: 'http://a', port: 1 },
    'Unknown option `port` of startFaultProxy: it takes `target`, `script`.',
  ],
])('refuses %s', async (_, options, message) => {
  await expect(startFaultProxy(options as never)).rejects.toThrow(new TypeError(message));
});
