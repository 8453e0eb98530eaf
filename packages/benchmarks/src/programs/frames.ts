// Part `frames`: our three frames in a stack of their own whose end answers at once, beside the floor: a spread copy, two
// clock reads and two `then`. Prints JSON.
import { createRetryObserver, type RetryObserver } from '@needs-retry/core';
import { takeTurns } from '../rounds.js';
import { COMMAND, type Frame, framesOf, passOn, RESULT, stackOf } from '../stack.js';

const STATE = Symbol('state');
type State = { startedAt: number; endedAt: number };
const FLOOR: readonly Frame[] = [
  (next) => (args) => {
    const state: State = { startedAt: performance.now(), endedAt: 0 };
    // A member behind a spread takes 355 ns on Node.js 20: no floor has that.
    const promise = next({ [STATE]: state, ...args });
    promise.then(
      () => {
        state.endedAt = 1;
      },
      () => {},
    );
    return promise;
  },
  passOn,
  (next) => (args) => {
    const state = (args as { [STATE]: State })[STATE];
    state.startedAt = performance.now();
    const promise = next(args);
    promise.then(
      () => {
        state.endedAt = 2;
      },
      () => {},
    );
    return promise;
  },
];

const OURS: Readonly<Record<string, (observer: RetryObserver) => void>> = {
  'ours, nobody listens'() {},
  'ours, a handler on every attempt': (observer) => observer.on('needs-retry', () => {}),
};

// Of ours, that of the argument: in one process with others the code is compiled for all of them.
const FRAMES: Readonly<Record<string, readonly Frame[]>> = {
  bare: [passOn, passOn, passOn],
  floor: FLOOR,
  'floor again': FLOOR,
  [process.argv[2]!]: ours(process.argv[2]!),
};

function ours(variant: string): readonly Frame[] {
  const observer = createRetryObserver({ sinks: [] });
  OURS[variant]!(observer);
  return framesOf(observer);
}

/** Bytes that a call allocates: the heap's growth while the collector does not run. */
async function allocatedBy(frames: readonly Frame[]): Promise<number> {
  const handler = stackOf(frames, async () => RESULT);
  const samples: number[] = [];
  for (let i = 0; i < 15; i++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 500; n++) await handler(COMMAND);
    samples.push((process.memoryUsage().heapUsed - before) / 500);
  }
  return samples.sort((a, b) => a - b)[7]!;
}

/** Bytes that each of 10,000 calls in flight keeps, and that are left of it when it has ended. */
async function keptBy(frames: readonly Frame[]): Promise<{ kept: number; left: number }> {
  let release = (_: object) => {};
  const gate = new Promise<object>((resolve) => {
    release = resolve;
  });
  // As `retryMiddleware` does, the end holds what it was given.
  const inFlight: object[] = new Array(10_000);
  let begun = 0;
  const handler = stackOf(frames, (args) => {
    inFlight[begun++] = args;
    return gate;
  });
  const before = heapInUse();
  const calls = Array.from({ length: 10_000 }, () => handler(COMMAND));
  const during = heapInUse();
  release(RESULT);
  await Promise.all(calls);
  calls.length = 0;
  inFlight.length = 0;
  await new Promise(setImmediate);
  return { kept: (during - before) / 10_000, left: (heapInUse() - before) / 10_000 };
}

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function main(): Promise<void> {
  const variants = Object.entries(FRAMES).map(([name, frames]) => {
    const handler = stackOf(frames, async () => RESULT);
    const run = async (count: number) => {
      for (let i = 0; i < count; i++) await handler(COMMAND);
    };
    return [name, run] as const;
  });
  const times = await takeTurns(Object.fromEntries(variants), { rounds: 300, batch: 300, warmUp: 150 });
  const memory: Record<string, object> = {};
  for (const [name, frames] of Object.entries(FRAMES)) {
    memory[name] = { allocated: await allocatedBy(frames), ...(await keptBy(frames)) };
  }
  console.log(JSON.stringify({ times, memory }));
}

void main();
