import type { ResponseReply } from '@needs-retry/testing';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { SECRET } from './privacy.js';
import type { EventStream } from './service.js';

/** Two events, then an exception. */
export function failingStream({ event: [type, payload] }: EventStream, exception: string): ResponseReply {
  const body = Buffer.concat([
    encodeEvent('event', type, payload),
    encodeEvent('event', type, payload),
    encodeEvent('exception', exception, { message: `${SECRET}message` }),
  ]);
  const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
  return { kind: 'response', status: 200, headers, body };
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => new Uint8Array(Buffer.from(text)),
);

/** A message of a response stream, as a service sends it. */
export function encodeEvent(kind: 'event' | 'exception', type: string, payload: object): Uint8Array {
  const text = (value: string) => ({ type: 'string' as const, value });
  const headers = {
    ':message-type': text(kind),
    [`:${kind}-type`]: text(type),
    ':content-type': text('application/json'),
  };
  return codec.encode({ headers, body: new Uint8Array(Buffer.from(JSON.stringify(payload))) });
}
