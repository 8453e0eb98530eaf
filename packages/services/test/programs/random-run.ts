import { createRetryObserver, emfSink, lineSink } from '@needs-retry/core';
import {
  failingStream,
  PlayedOperation,
  type Service,
  undoneOf,
  unobserved,
  usualOperation,
} from '@needs-retry/service-contract';
import type { ResponseReply } from '@needs-retry/testing';
import { services } from '../services.js';

// Calls of all services at once, at random, with the real sinks on the real stdout. What they must have written is on
// stderr, counted from the script and not from any event.

const [seed = '1', calls = '200'] = process.argv.slice(2);
const observer = createRetryObserver({
  sinks: [lineSink(), emfSink()],
  onError: (error) => console.error(error),
});

/** A call, and what the log must have of it. */
interface Play {
  readonly operation: string;
  readonly input: object;
  readonly replies: readonly ResponseReply[];
  readonly stream?: string;
  readonly retries: number;
  readonly throttles: number;
  readonly retryableEntries: number;
  readonly finalEntries: number;
}

const NOTHING = { retries: 0, throttles: 0, retryableEntries: 0, finalEntries: 0 };

let state = Number(seed);
/** From 0 to less than `n`, the same for the same seed. */
function random(n: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}

const pick = <T>(values: readonly T[]): T => values[random(values.length)]!;

async function failing(service: Service): Promise<Play> {
  const error = pick(service.errors);
  const operation = new PlayedOperation(service, error.operation ?? usualOperation(service));
  // Three of them are as many as the strategy makes: the call gives up.
  const times = error.retried ? 1 + random(3) : 1;
  const reply = operation.errorReply({ ...error, message: `${error.message ?? ''} secret-message` });
  return {
    ...NOTHING,
    operation: operation.name,
    input: operation.input(),
    replies: [...Array.from({ length: times }, () => reply), await operation.fullReply()],
    retries: error.retried ? Math.min(times, 2) : 0,
    throttles: error.errorClass === 'throttling' ? times : 0,
  };
}

async function undone(service: Service): Promise<Play> {
  const { operation: name, input, output, failures } = pick(undoneOf(service));
  const operation = new PlayedOperation(service, name);
  return {
    ...NOTHING,
    operation: name,
    input,
    replies: [await operation.reply(output)],
    retryableEntries: failures.reduce((n, failure) => n + failure.retryableEntries, 0),
    finalEntries: failures.reduce((n, failure) => n + failure.finalEntries, 0),
  };
}

function streaming(service: Service): Play {
  const stream = pick(service.streams!);
  const exception = pick(Object.keys(stream.exceptions));
  const throttles = stream.exceptions[exception] === 'throttling' ? 1 : 0;
  const { operation, input, member } = stream;
  return {
    ...NOTHING,
    operation,
    input,
    replies: [failingStream(stream, exception)],
    stream: member,
    throttles,
  };
}

/** What may happen to a call of the service; nothing if nobody has said yet what it does. */
function kindsOf(service: Service): readonly ((service: Service) => Play | Promise<Play>)[] {
  return [
    ...(service.errors.length > 0 ? [failing] : []),
    ...(undoneOf(service).length > 0 ? [undone] : []),
    ...(service.streams === undefined ? [] : [streaming]),
  ];
}

async function run(service: Service, play: Play): Promise<void> {
  const { client } = unobserved(service, ...play.replies);
  service.observe(client, observer);
  try {
    const output = await client.send(new PlayedOperation(service, play.operation).command(play.input));
    if (play.stream === undefined) return;
    for await (const _ of output[play.stream] as AsyncIterable<unknown>);
  } catch {
    // Each failure is one of the script's.
  }
}

const known = services.filter((service) => kindsOf(service).length > 0);
const plays: [Service, Play][] = [];
for (let i = 0; i < Number(calls); i++) {
  const service = known[i % known.length]!;
  plays.push([service, await pick(kindsOf(service))(service)]);
}
await Promise.all(plays.map(([service, play]) => run(service, play)));

const total = (count: (play: Play) => number) => plays.reduce((n, [, play]) => n + count(play), 0);
console.error(
  JSON.stringify({
    lines: total((play) => play.retries),
    Retries: total((play) => play.retries),
    Throttles: total((play) => play.throttles),
    RetryableEntries: total((play) => play.retryableEntries),
    finalEntries: total((play) => play.finalEntries),
  }),
);
