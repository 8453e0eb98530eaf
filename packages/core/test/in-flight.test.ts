import type { Call } from '../src/call/call.js';
import { callsInFlight, enter, leave } from '../src/call/in-flight.js';

const calls = (count: number) => Array.from({ length: count }, () => ({}) as Call);

afterEach(() => {
  for (const call of [...callsInFlight()]) leave(call);
});

test('calls are kept newest first, and leave in any order', () => {
  const [a, b, c, d] = calls(4) as [Call, Call, Call, Call];
  for (const call of [a, b, c, d]) enter(call);
  expect([...callsInFlight()]).toEqual([d, c, b, a]);

  leave(b);
  expect([...callsInFlight()]).toEqual([d, c, a]);
  leave(d);
  leave(a);
  expect([...callsInFlight()]).toEqual([c]);
  expect([a.older, a.newer, d.older, d.newer]).toEqual([undefined, undefined, undefined, undefined]);
});

test('one that has left may leave again', () => {
  const [a, b] = calls(2) as [Call, Call];
  for (const call of [a, b]) enter(call);

  leave(a);
  leave(a);

  expect([...callsInFlight()]).toEqual([b]);
});

test('at most 10,000 are kept, the newest', () => {
  const all = calls(10_003);
  for (const call of all.slice(0, 10_001)) enter(call);
  expect([...callsInFlight()]).toHaveLength(10_000);

  leave(all[10_000]!);
  enter(all[10_001]!);
  enter(all[10_002]!);

  const kept = [...callsInFlight()];
  expect(kept).toHaveLength(10_000);
  expect([kept.at(0) === all[10_002], kept.at(-1) === all[2]]).toEqual([true, true]);
});
