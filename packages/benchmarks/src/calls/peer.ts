import { allocatedBy } from '../allocated.js';
import { roundsOf } from '../rounds.js';
import { median } from '../stats.js';
import { CALL_SUBJECTS, type CallClient, type CallSubject } from './subjects.js';

/** How an observer of calls is put around them. What is left out does nothing. */
export interface Peer {
  /** Attaches it to a client; gives what is called. */
  attach?(client: CallClient, subject: CallSubject): CallClient;
  /** Runs some calls in the context that it wants. */
  inContext?(act: () => Promise<void>): Promise<void>;
  /** How many calls it has recorded, where it records calls. */
  recorded?(): number;
}

/** What a parent process asks for: nanoseconds or bytes of a call. */
export type Measure = 'time' | 'bytes';

/** What a call took in this process, by what was called. */
export type PerCall = Readonly<Record<string, number>>;

// Since the last turn other processes had the caches.
const [UNMEASURED, MEASURED] = [roundsOf(20), roundsOf(40)];

/**
 * Measures calls under one peer each time the parent process asks. Some peers patch what all clients share, so each has a
 * process of its own. One that did not record each call was not active, and its times say nothing.
 */
export function answerAsPeer({ attach, inContext = (act) => act(), recorded }: Peer): void {
  const clients = CALL_SUBJECTS.map((subject) => {
    const client = subject.makeClient();
    return [subject, attach?.(client, subject) ?? client] as const;
  });
  process.on('message', async (measure: Measure) => {
    const before = recorded?.();
    const measured: Record<string, number> = {};
    for (const [subject, client] of clients) {
      const call = () => subject.send(client);
      await inContext(async () => {
        for (let i = 0; i < UNMEASURED; i++) await call();
        measured[subject.name] = await MEASURES[measure](call);
      });
    }
    expectEach(clients.length * (UNMEASURED + MEASURED), before, recorded?.());
    process.send?.(measured);
  });
}

const MEASURES: Readonly<Record<Measure, (call: () => Promise<unknown>) => Promise<number>>> = {
  async time(call) {
    const times: number[] = [];
    for (let i = 0; i < MEASURED; i++) {
      const since = process.hrtime.bigint();
      await call();
      times.push(Number(process.hrtime.bigint() - since));
    }
    return median(times);
  },
  bytes(call) {
    return allocatedBy(async (count) => {
      for (let i = 0; i < count; i++) await call();
    }, MEASURED);
  },
};

function expectEach(calls: number, before: number | undefined, after: number | undefined): void {
  if (before === undefined || after === undefined || after - before === calls) return;
  throw new Error(`Expected records of ${calls} calls, got ${after - before}.`);
}
