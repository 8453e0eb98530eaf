import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureNode } from '@needs-retry/fixtures';
import { type Agent, startTcpAgent, startUdpAgent } from './agent.js';

// A program of its own shows what an import does, and what is out when a process ends.
type Task = { calls: number; exits: boolean; pauseMs?: number; flushTimeoutMs?: number };

async function run(task: Task, { endpoint }: Pick<Agent, 'endpoint'>) {
  const { stderr, stdoutText, exitCode } = await captureNode(join(__dirname, 'programs', 'service.ts'), {
    args: [JSON.stringify(task)],
    env: { AWS_EMF_ENVIRONMENT: 'Agent', AWS_EMF_AGENT_ENDPOINT: endpoint },
  });
  expect({ stdoutText, exitCode, lines: stderr.length }).toEqual({ stdoutText: '', exitCode: 0, lines: 1 });
  return JSON.parse(stderr[0]!);
}

test.each([
  ['TCP', startTcpAgent, '127.0.0.1'],
  ['UDP', startUdpAgent, '127.0.0.1'],
  ['UDP, by a name', startUdpAgent, 'localhost'],
] as const)('after a flush everything is out, whatever ends the process then: %s', async (_, start, host) => {
  const agent = await start();

  const result = await run(
    { calls: 50, exits: true },
    { endpoint: agent.endpoint.replace('127.0.0.1', host) },
  );

  expect(result).toMatchObject({ atEnd: true, problems: [] });
  // A first attempt that was throttled, and the retry that succeeded.
  const documents = await agent.received(100);
  expect(documents.map(({ attempts, Throttles, Retries }) => ({ attempts, Throttles, Retries }))).toEqual(
    Array.from({ length: 50 }, () => [
      { attempts: 1, Throttles: 1, Retries: undefined },
      { attempts: 2, Throttles: 0, Retries: 1 },
    ]).flat(),
  );
});

test('the library is loaded at the first retry', async () => {
  const agent = await startTcpAgent();

  expect(await run({ calls: 0, exits: false }, agent)).toEqual({
    atImport: false,
    afterFirstCall: false,
    atEnd: false,
    problems: [],
  });
  expect(await run({ calls: 1, exits: true }, agent)).toMatchObject({ afterFirstCall: false, atEnd: true });
});

test('nobody listens: the service works and ends by itself', async () => {
  const agent = await startTcpAgent();
  await agent.stop();

  const { problems } = await run({ calls: 5, exits: false, flushTimeoutMs: 100 }, agent);

  expect(problems).toEqual(['ECONNREFUSED', 'ENOTSENT']);
});

test('the agent closes the connection twice and keeps the third: the service ends by itself', async () => {
  const agent = await startTcpAgent();
  let isRunning = true;
  const dropping = (async () => {
    for (let seen = 0, drops = 0; isRunning && drops < 2; await sleep(5)) {
      if (agent.documents.length === seen) continue;
      seen = agent.documents.length;
      drops++;
      await agent.drop('close');
    }
  })();

  const { problems } = await run({ calls: 6, exits: false, pauseMs: 60 }, agent);
  isRunning = false;
  await dropping;

  expect(problems).toEqual([]);
  // What the kernel has taken for a connection that the agent closes just then is lost.
  expect(agent.documents.length).toBeGreaterThan(8);
});
