// Part `resolve`: how long a client's stack takes to resolve, which the SDK does anew for each `send`. Variants take turns.
// Prints JSON.
import { createRetryObserver } from '@needs-retry/core';
import { observeByHand } from '../calls/by-hand.js';
import { type Attach, CALL_SUBJECTS, type CallClient } from '../calls/subjects.js';
import { type Rounds, takeTurns, type Variant } from '../rounds.js';

const ATTACH: Readonly<Record<string, Attach>> = {
  bare() {},
  'bare again'() {},
  'a middleware that does nothing': (client) =>
    client.middlewareStack.add((next: unknown) => next, { step: 'initialize', priority: 'high' }),
  'written by hand': observeByHand,
  'needs-retry': (client, subject) => subject.observe(client, createRetryObserver({ sinks: [] })),
};

async function main(): Promise<void> {
  const times: Record<string, Rounds> = {};
  for (const subject of CALL_SUBJECTS.slice(0, 2)) {
    const variants = Object.entries(ATTACH).map(([name, attach]) => {
      const client: CallClient = subject.makeClient();
      attach(client, subject);
      const resolve: Variant = (count) => {
        // A command adds to its own stack when it is resolved: each is resolved once, as in `send`.
        for (let i = 0; i < count; i++) {
          subject.makeCommand().resolveMiddleware(client.middlewareStack, client.config);
        }
      };
      return [name, resolve] as const;
    });
    times[subject.name] = await takeTurns(Object.fromEntries(variants), { rounds: 300, batch: 50 });
  }
  console.log(JSON.stringify(times));
}

void main();
