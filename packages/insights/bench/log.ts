import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Writes the log of a Lambda function of many invocations: text and JSON, our lines and documents among them. */
export async function writeLog(path: string, lines: number): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  const random = generator(42);
  let time = Date.UTC(2026, 2, 1);
  let written = 0;
  while (written < lines) {
    const block: string[] = [];
    while (block.length < 20_000 && written < lines) {
      for (const line of invocation(time, random)) {
        if (written++ >= lines) break;
        block.push(line);
      }
      time += Math.floor(random() * 400);
    }
    if (!file.write(`${block.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

const SERVICES = [
  ['s3', 'PutObject', 'GetObject', 'ListBuckets'],
  ['dynamodb', 'GetItem', 'PutItem', 'Query'],
  ['sqs', 'SendMessage', 'ReceiveMessage'],
  ['bedrock-runtime', 'InvokeModel'],
] as const;

function* invocation(start: number, random: () => number): Generator<string> {
  const id = uuid(random);
  let time = start;
  const iso = () => {
    time += Math.floor(random() * 20);
    return new Date(time).toISOString();
  };
  yield `START RequestId: ${id} Version: $LATEST`;
  for (let step = 0; step < 6; step++) {
    const order = Math.floor(random() * 1e6);
    yield `${iso()}\t${id}\tINFO\tOrder ${order}: step ${step} of 6 done, ${Math.floor(random() * 900)} items checked`;
    yield JSON.stringify({
      timestamp: iso(),
      level: random() < 0.02 ? 'ERROR' : 'INFO',
      requestId: id,
      message: `order ${order} written to the table`,
      orderId: order,
      customer: {
        id: Math.floor(random() * 5000),
        country: ['DE', 'FR', 'US', 'JP'][Math.floor(random() * 4)],
      },
      durationMs: Math.floor(random() * 1500),
      tags: ['checkout', 'v2'],
    });
  }
  if (random() < 0.15) {
    const [service, ...operations] = SERVICES[Math.floor(random() * SERVICES.length)]!;
    const operation = operations[Math.floor(random() * operations.length)]!;
    yield `needs-retry.${service}.${operation}|increment|count=1`;
    yield JSON.stringify({
      _aws: {
        Timestamp: time,
        CloudWatchMetrics: [
          {
            Namespace: 'NeedsRetry',
            Dimensions: [['ServiceId', 'OperationName']],
            Metrics: [
              { Name: 'Throttles', Unit: 'Count' },
              { Name: 'Retries', Unit: 'Count' },
              { Name: 'RetryDelay', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      ServiceId: service,
      OperationName: operation,
      Throttles: random() < 0.5 ? 1 : 0,
      Retries: 1,
      RetryDelay: Math.floor(random() * 300),
      kind: 'attempt',
      attempts: 2 + Math.floor(random() * 3),
      ok: random() < 0.8 ? 'yes' : 'no',
      cause: random() < 0.5 ? 'ThrottlingException' : 'SlowDown',
      causeType: 'THROTTLING',
      region: 'eu-central-1',
      requestId: id,
    });
  }
  yield `END RequestId: ${id}`;
  const duration = random() * 3000;
  yield `REPORT RequestId: ${id}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${Math.ceil(duration)} ms\tMemory Size: 128 MB\tMax Memory Used: ${60 + Math.floor(random() * 60)} MB\t`;
}

function uuid(random: () => number): string {
  const hex = () =>
    Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, '0');
  return `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-a${hex().slice(1)}-${hex()}${hex()}${hex()}`;
}

/** Numbers from 0 to 1, the same in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
