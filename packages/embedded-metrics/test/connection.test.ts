import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { MetricsLogger } from 'aws-embedded-metrics';
import { connectionOf } from '../src/connection.js';
import { startTcpAgent } from './agent.js';

afterEach(() => {
  jest.useRealTimers();
});

/** What a logger holds whose library sends by this socket. */
function loggerWith(socket: Socket): MetricsLogger {
  const environment = { getSink: () => ({ socketClient: { socket } }) };
  return { resolveEnvironment: async () => environment } as unknown as MetricsLogger;
}

test('a connection that takes nothing for 5 s is given up, which the library does with its first alone', async () => {
  const { port } = await startTcpAgent();
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const connection = await connectionOf(loggerWith(socket));
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });

  const sent = connection.watch(new Promise(() => {}));
  jest.advanceTimersByTime(4_999);
  expect(socket.destroyed).toBe(false);
  jest.advanceTimersByTime(1);

  await expect(sent).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  expect(socket.destroyed).toBe(true);
});
