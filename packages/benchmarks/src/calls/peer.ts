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

/** What a call took in this process, in nanoseconds, by what was called. */
export type CallTimes = Readonly<Record<string, number>>;

// Since the last turn other processes had the caches.
const [UNTIMED, TIMED] = [roundsOf(20), roundsOf(40)];

/**
 * Measures calls under one peer each time the parent process asks. Some peers patch what all clients share, so each has a
 * process of its own. One that did not record each call was not active, and its times say nothing.
 */
export function answerAsPeer({ attach, inContext = (act) => act(), recorded }: Peer): void {
  const clients = CALL_SUBJECTS.map((subject) => {
    const client = subject.makeClient();
    return [subject, attach?.(client, subject) ?? client] as const;
  });
  process.on('message', async () => {
    const before = recorded?.();
    const times: Record<string, number> = {};
    for (const [subject, client] of clients) {
      const calls: number[] = [];
      await inContext(async () => {
        for (let i = 0; i < UNTIMED + TIMED; i++) {
          const since = process.hrtime.bigint();
          await subject.send(client);
          calls.push(Number(process.hrtime.bigint() - since));
        }
      });
      times[subject.name] = median(calls.slice(UNTIMED));
    }
    expectEach(clients.length * (UNTIMED + TIMED), before, recorded?.());
    process.send?.(times);
  });
}

function expectEach(calls: number, before: number | undefined, after: number | undefined): void {
  if (before === undefined || after === undefined || after - before === calls) return;
  throw new Error(`Expected records of ${calls} calls, got ${after - before}.`);
}
