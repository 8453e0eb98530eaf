import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GenericClient, genericCommand } from '@needs-retry/fixtures';
import type { Properties } from '../src/index.js';
import { dynamodbClient, recording } from './support.js';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const CALLS = 30;

/** How many of the inputs and clients of calls that never settle stay alive. */
async function alive(observe: ReturnType<typeof recording>['observer']['observe']) {
  const inputs: WeakRef<object>[] = [];
  const clients: WeakRef<object>[] = [];
  for (let i = 0; i < CALLS; i++) {
    const requestHandler = { handle: () => new Promise<never>(() => {}) };
    const client = observe(dynamodbClient({ requestHandler }), adapter);
    const input = { TableName: 'orders', Key: { id: { S: `${i}` } } };
    inputs.push(new WeakRef(input));
    clients.push(new WeakRef(client));
    void client.send(new GetItemCommand(input));
    await new Promise(setImmediate);
  }
  for (let i = 0; i < 5; i++) {
    await new Promise(setImmediate);
    collect();
  }
  const count = (refs: readonly WeakRef<object>[]) => refs.filter((ref) => ref.deref() !== undefined).length;
  return { inputs: count(inputs), clients: count(clients) };
}

const adapter = {
  service: 'dynamodb',
  properties: (input: unknown) => ({ resource: (input as { TableName: string }).TableName }),
};

test('input, request and client of calls that never settle are collected as without us, and still reported', async () => {
  const { observer } = recording();

  const observed = await alive((client, service) => observer.observe(client, service));
  const bare = await alive((client) => client);

  // What the last turn of the event loop holds may differ by one.
  expect(observed.inputs).toBeLessThanOrEqual(bare.inputs + 1);
  expect(observed.clients).toBeLessThanOrEqual(bare.clients + 1);
  const calls = observer.callsInFlight();
  expect(calls).toHaveLength(CALLS);
  expect(calls[0]).toMatchObject({
    service: 'dynamodb',
    operation: 'GetItem',
    attempts: 1,
    phase: 'attempt',
    properties: { resource: 'orders' },
    region: 'us-east-1',
    sdkInvocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('at most 10,000 calls are kept, of which the oldest leave first', async () => {
  const { observer } = recording();
  const requestHandler = { handle: () => new Promise<never>(() => {}) } as never;
  const client = new GenericClient({ requestHandler });
  observer.observe(client, { service: 'generic', properties: (input) => input as Properties });
  const Command = genericCommand('MakeTea');
  const send = (cup: string) => void client.send(new Command({ cup }));

  send('first');
  for (let i = 1; i < 10_000; i++) send('another');
  const full = observer.callsInFlight();
  send('last');
  const past = observer.callsInFlight();

  expect([full.length, full.at(-1)?.properties]).toEqual([10_000, { cup: 'first' }]);
  expect([past.length, past.at(-1)?.properties, past[0]?.properties]).toEqual([
    10_000,
    { cup: 'another' },
    { cup: 'last' },
  ]);
});
