// Part `frames`: what stands in a stack whose end answers at once, ours beside the observer written by hand. Prints JSON.
import { createRetryObserver, type RetryObserver } from '@needs-retry/core';
import { observeByHand } from '../calls/by-hand.js';
import { takeTurns } from '../rounds.js';
import { type Attach, COMMAND, RESULT, stackOf } from '../stack.js';

const byHand: Attach = (client) =>
  observeByHand(client, { service: 's3', operation: 'GetObject', resource: 'photos' });

const OURS: Readonly<Record<string, (observer: RetryObserver) => void>> = {
  'ours, nobody listens'() {},
  'ours, a handler on every attempt': (observer) => observer.on('needs-retry', () => {}),
};

// Of ours, that of the argument: in one process with others the code is compiled for all of them.
const OBSERVERS: Readonly<Record<string, Attach>> = {
  bare() {},
  'bare again'() {},
  'by hand': byHand,
  'by hand again': byHand,
  [process.argv[2]!]: ours(process.argv[2]!),
};

function ours(variant: string): Attach {
  const observer = createRetryObserver({ sinks: [] });
  OURS[variant]!(observer);
  return (client) => observer.observe(client);
}

/** Bytes that a call allocates: the heap's growth while the collector does not run. */
async function allocatedBy(observe: Attach): Promise<number> {
  const send = stackOf(observe, async () => RESULT);
  const samples: number[] = [];
  for (let i = 0; i < 15; i++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 500; n++) await send(COMMAND);
    samples.push((process.memoryUsage().heapUsed - before) / 500);
  }
  return samples.sort((a, b) => a - b)[7]!;
}

/** Bytes that each of 10,000 calls in flight keeps, and that are left of it when it has ended. */
async function keptBy(observe: Attach): Promise<{ kept: number; left: number }> {
  let release = (_: object) => {};
  const gate = new Promise<object>((resolve) => {
    release = resolve;
  });
  const send = stackOf(observe, () => gate);
  const before = heapInUse();
  const calls = Array.from({ length: 10_000 }, () => send(COMMAND));
  const during = heapInUse();
  release(RESULT);
  await Promise.all(calls);
  calls.length = 0;
  await new Promise(setImmediate);
  return { kept: (during - before) / 10_000, left: (heapInUse() - before) / 10_000 };
}

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function main(): Promise<void> {
  const variants = Object.entries(OBSERVERS).map(([name, observe]) => {
    const send = stackOf(observe, async () => RESULT);
    const run = async (count: number) => {
      for (let i = 0; i < count; i++) await send(COMMAND);
    };
    return [name, run] as const;
  });
  const times = await takeTurns(Object.fromEntries(variants), { rounds: 300, batch: 300, warmUp: 150 });
  const memory: Record<string, object> = {};
  for (const [name, observe] of Object.entries(OBSERVERS)) {
    memory[name] = { allocated: await allocatedBy(observe), ...(await keptBy(observe)) };
  }
  console.log(JSON.stringify({ times, memory }));
}

void main();
