/** A clock that stands still until a test moves it on: `performance.now`, by which core measures. */
export interface Clock {
  pass(ms: number): void;
}

/** Sets the clock of this test; `jest.restoreAllMocks` takes it back. */
export function stoppedClock(): Clock {
  let now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  return {
    pass(ms) {
      now += ms;
    },
  };
}
