import * as fc from 'fast-check';
import { CALLS_OF_A_PLAN, type Plan, plan } from './differential/plan.js';
import { type PlayedCall, play } from './differential/play.js';
import { type PlanServer, startPlanServer } from './differential/server.js';
import { expectExactCounts, type Recording, recording } from './support.js';

// Random calls, played against a real server twice: without us and with us. Nothing may differ, and the events must be
// what the server saw. `DIFFERENTIAL_CALLS=25000 DIFFERENTIAL_SEED=7` plays more, or a run that failed again.

const CALLS = Number(process.env.DIFFERENTIAL_CALLS ?? 2_500);
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1);

let server: PlanServer;
beforeAll(async () => {
  server = await startPlanServer();
});
afterAll(() => server.stop());

test(
  `${CALLS} calls are with us what they are without, and events are what the server saw: seed ${SEED}`,
  async () => {
    const tally: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(plan, async (each) => {
        const bare = await play(each, server);
        const record = recording();
        const observed = await play(each, server, record.observer);

        expect(observed).toEqual(bare);
        expect(observed.map(({ inputs: [, after] }) => after)).toEqual(
          bare.map(({ inputs: [before] }) => before),
        );
        expect(told(each, record)).toEqual(seen(each, observed));
        expect([record.problems, record.observer.callsInFlight()]).toEqual([[], []]);
        expectExactCounts(record);
        for (const { outcome } of endsOf(record)) tally[outcome] = (tally[outcome] ?? 0) + 1;
      }),
      { seed: SEED, numRuns: Math.ceil(CALLS / CALLS_OF_A_PLAN) },
    );
    // A run in which little happens proves little.
    const ends = Object.fromEntries(
      Object.keys(tally).map((outcome) => [outcome, tally[outcome]! > CALLS / 100]),
    );
    expect(ends).toEqual({ success: true, recovered: true, 'gave-up': true, failed: true, aborted: true });
  },
  120_000 + CALLS * 400,
);

const endsOf = ({ events }: Recording) =>
  events.flatMap((event) => (event.kind === 'after-call' ? [event] : []));

/** Of each call what became of its requests, and for each of its ends whether it was an abort: as events tell it. */
function told({ calls }: Plan, { events }: Recording) {
  return calls.map((_, number) => {
    const ofCall = events.filter(({ properties }) => properties.resource === `call-${number}`);
    return {
      requests: ofCall.flatMap((event) =>
        event.kind === 'needs-retry' && event.errorType !== 'ABORTED' ? [event.statusCode ?? 'reset'] : [],
      ),
      ends: ofCall.flatMap((event) => (event.kind === 'after-call' ? [event.outcome === 'aborted'] : [])),
    };
  });
}

/** The same as the server saw it. An attempt that is aborted before it is sent never gets there. */
function seen({ calls }: Plan, played: readonly PlayedCall[]) {
  return played.map(({ became }, number) => {
    const { abort, operation, twice } = calls[number]!;
    const isAborted = abort === 'before' || became.includes('held');
    return {
      requests: became.filter((each) => each !== 'held'),
      ends: operation === 'presigned' ? [] : Array(twice ? 2 : 1).fill(isAborted),
    };
  });
}
