import { failingStream } from '../event-stream.js';
import { leaksOf } from '../privacy.js';
import { sum } from '../recording.js';
import {
  PlayedOperation,
  type Scripted,
  type SdkClient,
  scripted,
  settled,
  unobserved,
} from '../scripted.js';
import type { EventStream, Service } from '../service.js';
import { type Check, differs } from './check.js';

export const streams: Check = {
  promise: 'a stream that fails is told once, and its reader gets the very stream, chunks and error',

  async violations(service: Service) {
    const found: string[] = [];
    for (const stream of service.streams ?? []) {
      for (const exception of Object.keys(stream.exceptions)) {
        const violations = await play(service, stream, exception);
        found.push(...violations.map((violation) => `${stream.operation}, ${exception}: ${violation}`));
      }
      found.push(
        ...(await readInPart(service, stream)).map((violation) => `${stream.operation}: ${violation}`),
      );
    }
    return found;
  },
};

async function play(service: Service, stream: EventStream, exception: string): Promise<readonly string[]> {
  const reply = failingStream(stream, exception);
  const { client, recording } = scripted(service, reply);
  const inner = seeOutput(client, stream);
  const output = await send(service, client, stream);
  const read = await readAll(output);
  const plain = await readAll(await send(service, unobserved(service, reply).client, stream));
  const failed = recording.events.filter((event) => event.kind === 'stream-error');
  const isThrottled = stream.exceptions[exception] === 'throttling';
  return [
    ...recording.problems,
    ...leaksOf(recording),
    ...(output === inner.stream ? [] : ['gives another stream']),
    ...differs('chunks', read.chunks, plain.chunks),
    ...differs('error', String(read.error), String(plain.error)),
    ...(failed[0] === undefined || failed[0].error === read.error ? [] : ['reports another error']),
    ...differs(
      'stream-error',
      failed.map(({ eventName, errorClass }) => [eventName, errorClass]),
      [[`stream-error.${service.adapter.service}.${stream.operation}`, stream.exceptions[exception]]],
    ),
    ...differs('StreamErrors', sum(recording.documents, 'StreamErrors'), 1),
    ...differs('Throttles', sum(recording.documents, 'Throttles'), isThrottled ? 1 : 0),
  ];
}

/** Nobody reads it; its reader stops after a chunk; its reader throws. None of that is the service's failure. */
async function readInPart(service: Service, stream: EventStream): Promise<readonly string[]> {
  const [exception] = Object.keys(stream.exceptions);
  const { client, recording } = scripted(service, failingStream(stream, exception!));
  await send(service, client, stream);
  for await (const _ of await send(service, client, stream)) break;
  await settled(
    (async () => {
      for await (const _ of await send(service, client, stream)) throw new Error('the reader’s own');
    })(),
  );
  return differs(
    'events of a stream not read to its end',
    recording.events.map(({ kind }) => kind),
    Array.from({ length: 3 }, () => ['needs-retry', 'after-call']).flat(),
  );
}

/** The stream as the SDK made it, before anybody else's middleware. */
function seeOutput(client: SdkClient, { member }: EventStream): { stream?: unknown } {
  const seen: { stream?: unknown } = {};
  const middleware =
    (next: (args: unknown) => Promise<{ output: Record<string, unknown> }>) => async (args: unknown) => {
      const result = await next(args);
      seen.stream = result.output[member];
      return result;
    };
  client.middlewareStack.add(middleware, { step: 'deserialize', priority: 'high' });
  return seen;
}

async function send(
  service: Service,
  client: Scripted['client'],
  stream: EventStream,
): Promise<AsyncIterable<unknown>> {
  const command = new PlayedOperation(service, stream.operation).command(stream.input);
  return (await client.send(command))[stream.member] as AsyncIterable<unknown>;
}

async function readAll(stream: AsyncIterable<unknown>): Promise<{ chunks: unknown[]; error?: unknown }> {
  const chunks: unknown[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks };
  } catch (error) {
    return { chunks, error };
  }
}
