import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Streaming } from './operations.js';

/** A server that begins an answer, and leaves it to the test how it goes on. */
export interface Beginner {
  readonly endpoint: string;
  /** The last answer that was begun. */
  answer(): ServerResponse;
  close(): Promise<void>;
}

export async function startBeginner({ beginning, contentType }: Streaming): Promise<Beginner> {
  let begun!: ServerResponse;
  const server = createServer((request, response) => {
    begun = response;
    request
      .resume()
      .on('end', () => response.writeHead(200, { 'content-type': contentType }).write(beginning));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: () => begun,
    async close() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
