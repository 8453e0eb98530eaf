// Part `growth`: what a call costs, bare and observed in turns, where there is more of something. The arguments say of what,
// and how much. Prints JSON to stderr.
import fs from 'node:fs';
import {
  createRetryObserver,
  emfSink,
  lineSink,
  type RetryObserver,
  withProperties,
} from '@needs-retry/core';
import { CALL_SUBJECTS } from '../calls/subjects.js';
import { countLines, retriesOf, throttlingATenth } from '../calls/throttled.js';
import { expect } from '../expect.js';
import { type Rounds, takeTurns, type Variant } from '../rounds.js';
import { type Attach, COMMAND, type Send, stack } from '../stack.js';

const written = () => createRetryObserver({ sinks: [lineSink(), emfSink()] });
const silent = () => createRetryObserver({ sinks: [] });
const bare: Attach = () => {};
const observedBy =
  (observer: RetryObserver): Attach =>
  (client) =>
    observer.observe(client);

const GROWTHS: Readonly<Record<string, (level: number) => Promise<Rounds>>> = {
  concurrent(level) {
    const calls = (attach: Attach): Variant => {
      const send = stack(attach);
      return together(level, () => send(COMMAND));
    };
    return inTurns({ bare: calls(bare), ours: calls(observedBy(silent())) }, 10_000);
  },

  /** The real client. A tenth of the calls is retried once. */
  async calls(level) {
    const [subject] = CALL_SUBJECTS;
    const observer = written();
    const clients = [0, 1].map(() => subject!.makeClient(throttlingATenth()));
    subject!.observe(clients[1], observer);
    const lines = countLines();
    let calls = 0;
    const [bare, ours] = clients.map((client) => together(level, () => subject!.send(client)));
    const counted: Variant = (count) => {
      calls += count;
      return ours!(count);
    };
    const batch = Math.max(level, 1_000);
    const times = await takeTurns({ bare: bare!, ours: counted }, { rounds: 12, batch, warmUp: 3 });
    expect('lines', lines(), retriesOf(calls));
    expect('calls in flight', observer.callsInFlight().length, 0);
    return times;
  },

  clients(level) {
    const clients = (attach: Attach) => inRotation(Array.from({ length: level }, () => stack(attach)));
    return inTurns({ bare: clients(bare), ours: clients(observedBy(silent())) }, 6_400);
  },

  async handlers(level) {
    const observer = silent();
    let heard = 0;
    let calls = 0;
    for (let i = 0; i < level; i++) observer.on('needs-retry', () => heard++);
    const observed = inRotation([stack(observedBy(observer))]);
    const ours: Variant = (count) => {
      calls += count;
      return observed(count);
    };
    const times = await inTurns({ bare: inRotation([stack(bare)]), ours }, 2_000);
    expect('events heard', heard, calls * level);
    return times;
  },

  /** Of a call that is retried once, which writes them all. */
  properties(level) {
    const properties = Object.fromEntries(
      Array.from({ length: level }, (_, i) => [`property${i}`, `value ${i}`]),
    );
    const inContext =
      (variant: Variant): Variant =>
      (count) =>
        withProperties(properties, () => variant(count));
    const variants = {
      bare: inContext(inRotation([stack(bare, 1)])),
      ours: inContext(inRotation([stack(observedBy(written()), 1)])),
    };
    return inTurns(variants, 500);
  },
};

function inTurns(variants: Readonly<Record<string, Variant>>, batch: number): Promise<Rounds> {
  return takeTurns(variants, { rounds: 60, batch });
}

/** Calls of which so many are in flight at once. */
function together(level: number, call: () => Promise<unknown>): Variant {
  return async (count) => {
    for (let made = 0; made < count; made += level) {
      await Promise.all(Array.from({ length: level }, call));
    }
  };
}

/** Calls of one stack after the other. */
function inRotation(stacks: readonly Send[]): Variant {
  return async (count) => {
    for (let i = 0; i < count; i++) await stacks[i % stacks.length]!(COMMAND);
  };
}

async function main(growth: string, level: number): Promise<void> {
  fs.writeSync(2, JSON.stringify(await GROWTHS[growth]!(level)));
}

void main(process.argv[2]!, Number(process.argv[3]));
