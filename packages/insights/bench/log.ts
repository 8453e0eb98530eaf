import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes the log of a Lambda function of many invocations into `files` files: START, END and REPORT, text and JSON of
 * the application, lines and documents of retries.
 */
export async function writeLog(directory: string, lines: number, files: number): Promise<void> {
  const random = generator(42);
  let time = Date.UTC(2026, 2, 1);
  for (let index = 0; index < files; index++) {
    const isLast = index === files - 1;
    const blocks = blocksOf(Math.floor(lines / files), isLast);
    const file = createWriteStream(join(directory, nameOf(index)));
    for (const block of blocks) if (!file.write(block)) await once(file, 'drain');
    file.end();
    await once(file, 'finish');
  }

  function* blocksOf(wanted: number, isLast: boolean): Generator<string> {
    for (let written = 0; written < wanted; ) {
      const block: string[] = [];
      while (block.length < 20_000 && written + block.length < wanted) {
        block.push(...invocation(time, random));
        time += Math.floor(random() * 400);
      }
      written += block.length;
      if (isLast && written >= wanted) block.push(...unfinished(time + LATER, random));
      yield `${block.join('\n')}\n`;
    }
  }
}

/** Writes the files of a log, one behind the other, into `files` files of another folder. */
export async function joinLog(from: string, to: string, files: number): Promise<void> {
  mkdirSync(to);
  const names = readdirSync(from).sort();
  for (const [index, name] of names.entries()) {
    const file = join(to, nameOf(Math.floor((index * files) / names.length)));
    await pipeline(createReadStream(join(from, name)), createWriteStream(file, { flags: 'a' }));
  }
}

function nameOf(file: number): string {
  return `${String(file).padStart(3, '0')}.log`;
}

/** Milliseconds after which all invocations before are over. */
const LATER = 60_000;

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
    time += 1 + Math.floor(random() * 20);
    return new Date(time).toISOString();
  };
  yield `START RequestId: ${id} Version: $LATEST`;
  for (let step = 0; step < 6; step++) {
    const order = Math.floor(random() * 1e6);
    yield `${iso()}\t${id}\tINFO\tOrder ${order}: step ${step} of 6 done, ${Math.floor(random() * 900)} items checked`;
    yield step === 5 ? ofPowertools(iso(), id, order, random) : ofLambda(iso(), id, order, random);
  }
  if (random() < 0.15) yield* retry(time, id, random);
  yield `END RequestId: ${id}`;
  const duration = random() * 3000;
  yield `REPORT RequestId: ${id}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${Math.ceil(duration)} ms\tMemory Size: 128 MB\tMax Memory Used: ${60 + Math.floor(random() * 60)} MB\t`;
}

/** As Lambda's JSON format has it: the time first. */
function ofLambda(timestamp: string, requestId: string, order: number, random: () => number): string {
  return JSON.stringify({ timestamp, ...levelOf(random), requestId, ...documentOf(order, random) });
}

/** As Powertools' logger has it: its keys first, the time among them. */
function ofPowertools(timestamp: string, requestId: string, order: number, random: () => number): string {
  return JSON.stringify({
    cold_start: false,
    function_arn: 'arn:aws:lambda:eu-central-1:123456789012:function:checkout',
    ...levelOf(random),
    service: 'checkout',
    timestamp,
    requestId,
    ...documentOf(order, random),
  });
}

function levelOf(random: () => number): { readonly level: string } {
  return { level: random() < 0.02 ? 'ERROR' : 'INFO' };
}

function documentOf(orderId: number, random: () => number): object {
  return {
    message: `order ${orderId} written to the table`,
    orderId,
    customer: {
      id: Math.floor(random() * 5000),
      country: ['DE', 'FR', 'US', 'JP'][Math.floor(random() * 4)],
      address: { city: 'Leipzig', zip: '04109' },
    },
    durationMs: Math.floor(random() * 1500),
    tags: ['checkout', 'v2'],
  };
}

/** The line and the document of a retry. */
function* retry(time: number, requestId: string, random: () => number): Generator<string> {
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
            { Name: 'Retries', Unit: 'Count' },
            { Name: 'Throttles', Unit: 'Count' },
            { Name: 'RetryDelay', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    ServiceId: service,
    OperationName: operation,
    Retries: 1,
    Throttles: random() < 0.5 ? 1 : 0,
    RetryDelay: Math.floor(random() * 300),
    kind: 'attempt',
    attempts: 2 + Math.floor(random() * 2),
    maxAttempts: 3,
    ok: random() < 0.8 ? 'yes' : 'no',
    cause: random() < 0.5 ? 'ThrottlingException' : 'SlowDown',
    causeType: 'THROTTLING',
    causeClass: 'throttling',
    causeStatusCode: 503,
    causeDurationMs: Math.floor(random() * 50),
    statusCode: 200,
    serviceRequestId: uuid(random),
    sdkInvocationId: uuid(random),
    region: 'eu-central-1',
    retryMode: 'standard',
    sdkVersion: '3.1173.0',
    durationMs: Math.floor(random() * 90),
    requestId,
  });
}

/** One that was not over when the log was fetched: its documents are the newest events. */
function* unfinished(start: number, random: () => number): Generator<string> {
  const id = uuid(random);
  yield `START RequestId: ${id} Version: $LATEST`;
  for (let step = 1; step <= NEWEST; step++) {
    yield ofLambda(new Date(start + step).toISOString(), id, Math.floor(random() * 1e6), random);
  }
}

/** So many of the newest events are documents of the application. */
export const NEWEST = 20;

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
