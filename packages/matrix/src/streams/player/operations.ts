import { encodeEvent, type Service } from '@needs-retry/service-contract';
import { service as bedrockRuntime } from '../../../../client-bedrock-runtime/test/service.js';
import { service as kinesis } from '../../../../client-kinesis/test/service.js';
import { service as lambda } from '../../../../client-lambda/test/service.js';
import { service as s3 } from '../../../../client-s3/test/service.js';
import type { Order } from './order.js';

/** An operation whose answer is a stream. */
export interface Streaming {
  readonly service: Service;
  readonly operation: string;
  readonly input: object;
  /** The member of the output that is the stream. */
  readonly member: string;
  readonly contentType: string;
  readonly beginning: Uint8Array;
  /** Whether the adapter tells that the stream failed. A body of bytes is its reader's alone. */
  readonly isWatched: boolean;
}

export const STREAMING: Readonly<Record<Order['service'], Streaming>> = {
  s3: {
    service: s3,
    operation: 'GetObject',
    input: { Bucket: 'photos', Key: 'large' },
    member: 'Body',
    contentType: 'application/octet-stream',
    beginning: Buffer.from('the beginning'),
    isWatched: false,
  },
  kinesis: eventStreamOf(kinesis),
  lambda: eventStreamOf(lambda),
  'bedrock-runtime': eventStreamOf(bedrockRuntime),
};

function eventStreamOf(service: Service): Streaming {
  const { operation, input, member, event } = service.streams![0]!;
  return {
    service,
    operation,
    input,
    member,
    contentType: 'application/vnd.amazon.eventstream',
    beginning: Buffer.concat([encodeEvent('event', 'initial-response', {}), encodeEvent('event', ...event)]),
    isWatched: true,
  };
}
