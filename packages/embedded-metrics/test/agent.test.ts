import { setTimeout as sleep } from 'node:timers/promises';
import { startTcpAgent } from './agent.js';
import { retry } from './events.js';
import { type Sending, sendingTo } from './support.js';

const numbered = (n: number) => retry({ properties: { n } });
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const numbersOf = (documents: readonly Record<string, unknown>[]) =>
  documents.map(({ n }) => Number(n)).sort((a, b) => a - b);
const codesOf = ({ problems }: Sending) => problems.map((error) => (error as NodeJS.ErrnoException).code);

/** An endpoint where nobody listens, and which an agent can take later. */
async function freeEndpoint() {
  const { endpoint, port, stop } = await startTcpAgent();
  await stop();
  return { endpoint, port };
}

test('an agent that is down: it is told once, and what waits is sent when the agent is back', async () => {
  const { endpoint, port } = await freeEndpoint();
  const sending = sendingTo({ endpoint });

  for (const n of upTo(10)) {
    sending.observer.emit(numbered(n));
    await sleep(5);
  }
  expect(codesOf(sending)).toEqual(['ECONNREFUSED']);

  const agent = await startTcpAgent(port);
  expect(numbersOf(await agent.received(10))).toEqual(upTo(10));
  expect(agent.documents.filter(({ lostLines }) => lostLines !== undefined)).toEqual([]);
  expect(codesOf(sending)).toEqual(['ECONNREFUSED']);
});

test('an agent that stays down: so many documents wait, the others are counted and told of', async () => {
  const { endpoint, port } = await freeEndpoint();
  const sending = sendingTo({ endpoint }, { flushTimeoutMs: 300 });

  for (const n of upTo(1_300)) sending.observer.emit(numbered(n));
  await sending.observer.flush();
  expect(sending.problems).toMatchObject([
    { code: 'ENOBUFS', message: '1000 documents wait to be sent; further ones are dropped.' },
    { code: 'ECONNREFUSED' },
    { code: 'ENOTSENT', message: 'Documents that are not sent: 1000; that were dropped: 300.' },
  ]);

  const agent = await startTcpAgent(port);
  await sending.observer.flush();
  const documents = await agent.received(1_000);
  expect(numbersOf(documents)).toEqual(upTo(1_000));
  expect(documents.map(({ lostLines }) => lostLines).filter(Boolean)).toEqual([300]);
  expect(sending.problems).toHaveLength(3);
});

test.each(['reset', 'close'] as const)(
  'an agent that comes back after a %s: nothing is lost',
  async (how) => {
    const agent = await startTcpAgent();
    const sending = sendingTo(agent);

    // Each time: the library's handling of a connection differs after its first reconnect.
    for (const n of upTo(4)) {
      sending.observer.emit(numbered(n));
      await agent.received(n + 1);
      await agent.drop(how);
      await sleep(20);
    }
    await sending.observer.flush();

    expect(numbersOf(agent.documents)).toEqual(upTo(4));
    expect(sending.problems).toEqual([]);
  },
);

test('an agent that comes back during a flush: the flush goes on trying, and all is sent', async () => {
  const { endpoint, port } = await freeEndpoint();
  const sending = sendingTo({ endpoint }, { flushTimeoutMs: 60_000 });
  for (const n of upTo(3)) sending.observer.emit(numbered(n));
  let isDone = false;
  const flushed = sending.observer.flush().then(() => {
    isDone = true;
  });
  await sleep(250);
  expect(isDone).toBe(false);

  const agent = await startTcpAgent(port);
  await flushed;

  expect(numbersOf(await agent.received(3))).toEqual(upTo(3));
  expect(codesOf(sending)).toEqual(['ECONNREFUSED']);
});

test('who flushes while the agent stays down learns that something was not sent', async () => {
  const { endpoint } = await freeEndpoint();
  const { sink } = sendingTo({ endpoint }, { flushTimeoutMs: 50 });
  void Promise.resolve(sink.write(numbered(0))).catch(() => {});

  await expect(sink.flush?.()).rejects.toMatchObject({
    code: 'ENOTSENT',
    message: 'Documents that are not sent: 1; that were dropped: 0.',
  });
});

test('an agent that stands still: a flush takes its time and no more, and nothing comes twice', async () => {
  const agent = await startTcpAgent();
  const sending = sendingTo(agent, { flushTimeoutMs: 50 });
  agent.pause();
  const note = 'x'.repeat(250);
  const padding = Object.fromEntries(upTo(10).map((i) => [`p${i}`, note]));

  // More than the kernel takes for a reader that stands still.
  for (let n = 0; n < 3_000; n++) {
    sending.observer.emit(retry({ properties: { n, ...padding } }));
    if (n % 500 === 0) await sending.observer.flush();
  }
  await sending.observer.flush();
  expect(new Set(codesOf(sending))).toEqual(new Set(['ENOBUFS', 'ENOTSENT']));

  agent.resume();
  let arrived = -1;
  while (arrived < agent.documents.length) {
    arrived = agent.documents.length;
    await sending.observer.flush();
    await sleep(50);
  }
  sending.observer.emit(retry({ properties: { n: 3_000 } }));
  await sending.observer.flush();
  await agent.received(arrived + 1);
  const lost = agent.documents.reduce((sum, { lostLines = 0 }) => sum + Number(lostLines), 0);
  expect(new Set(numbersOf(agent.documents)).size).toBe(agent.documents.length);
  expect(agent.documents.length + lost).toBe(3_001);
  expect(lost).toBeGreaterThan(0);
});

test('a document that breaks a limit of the library is counted, told once, and in nobody’s way', async () => {
  const agent = await startTcpAgent();
  const sending = sendingTo(agent);

  sending.observer.emit(retry({ timestamp: 0, properties: { n: 0 } }));
  sending.observer.emit(retry({ timestamp: 0, properties: { n: 1 } }));
  sending.observer.emit(numbered(2));
  await sending.observer.flush();

  expect(await agent.received(1)).toMatchObject([{ n: 2, lostLines: 2 }]);
  expect(sending.problems.map(String)).toEqual([
    'UnsendableError: The document breaks a limit of aws-embedded-metrics.',
  ]);
});
