import { shared } from '../shared.js';
import type { Call } from './call.js';

/** How many calls are kept; past that the oldest leave, which then appear in no deadline report. */
const MAX_CALLS = 10_000;

/** The calls in flight, as a doubly linked list: two writes to enter, two to leave. */
const inFlight = shared(
  'calls',
  (): { newest?: Call | undefined; oldest?: Call | undefined; size: number } => ({
    newest: undefined,
    oldest: undefined,
    size: 0,
  }),
);

/** Enters a call into the list of those in flight. */
export function enter(call: Call): void {
  const calls = inFlight();
  call.older = calls.newest;
  if (call.older === undefined) calls.oldest = call;
  else call.older.newer = call;
  calls.newest = call;
  calls.size++;
  if (calls.size > MAX_CALLS) leave(calls.oldest!);
}

/** Takes a call out of the list, if it is still there. */
export function leave(call: Call): void {
  const calls = inFlight();
  const { older, newer } = call;
  if (older === undefined && calls.oldest !== call) return;
  if (newer === undefined) calls.newest = older;
  else newer.older = older;
  if (older === undefined) calls.oldest = newer;
  else older.newer = newer;
  // Whoever keeps this call keeps no other.
  call.older = undefined;
  call.newer = undefined;
  calls.size--;
}

/** The calls in flight, newest first. */
export function* callsInFlight(): Generator<Call> {
  for (let call = inFlight().newest; call !== undefined; call = call.older) yield call;
}
