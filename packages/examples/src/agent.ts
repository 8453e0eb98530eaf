import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A CloudWatch agent that keeps what it is sent. */
export async function startAgent() {
  const sockets = new Set<Socket>();
  let text = '';
  const server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves when all who sent have gone. */
    async documents(): Promise<readonly string[]> {
      await Promise.all(
        [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
      );
      return text.split('\n').filter((line) => line !== '');
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
