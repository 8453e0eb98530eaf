import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createRetryObserver, type StreamErrorEvent } from '@needs-retry/core';
import { credentials } from '@needs-retry/fixtures';
import { encodeEvent } from '@needs-retry/service-contract';
import { observeLambda } from '../src/index.js';

const chunk = encodeEvent('event', 'PayloadChunk', {});

/** Reads a stream from a real server, which does as it is told once the reader has the first chunk. */
async function read(afterFirstChunk: (response: ServerResponse, reader: AbortController) => void) {
  let answered!: ServerResponse;
  const server = createServer((request, response) => {
    answered = response;
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' }).write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const events: StreamErrorEvent[] = [];
  const observer = createRetryObserver({ sinks: [] });
  observer.on('stream-error', (event) => events.push(event));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = observeLambda(new LambdaClient({ region: 'us-east-1', credentials, endpoint }), observer);
  const reader = new AbortController();

  const command = new InvokeWithResponseStreamCommand({ FunctionName: 'orders' });
  const { EventStream } = await client.send(command, { abortSignal: reader.signal });
  let error: unknown;
  try {
    for await (const _ of EventStream!) afterFirstChunk(answered, reader);
  } catch (thrown) {
    error = thrown;
  }

  client.destroy();
  server.closeAllConnections();
  await once(server.close(), 'close');
  return { events, error };
}

test('a reader that aborts is no failure of the service', async () => {
  const { events, error } = await read((_, reader) => reader.abort());

  // The same error as if the service had hung up.
  expect(error).toMatchObject({ code: 'ECONNRESET', message: 'aborted' });
  expect(events).toEqual([]);
});

test.each<[string, (response: ServerResponse) => void]>([
  ['hangs up', (response) => void response.destroy()],
  ['resets the connection', (response) => void response.socket!.resetAndDestroy()],
])('a service that %s while the stream is read is one', async (_, hangUp) => {
  const { events, error } = await read(hangUp);

  expect(events).toMatchObject([
    {
      eventName: 'stream-error.lambda.InvokeWithResponseStream',
      errorCode: 'ECONNRESET',
      errorClass: 'transient',
      statusCode: 200,
      properties: { resource: 'orders' },
    },
  ]);
  expect(events[0]?.error).toBe(error);
});
